import assert from "node:assert/strict";
import * as path from "node:path";

import { FileArchive } from "@pulumi/pulumi/asset";

import { LambdaService, type InvokeResponse } from "../../../sandbox/lambda/service";
import type { LocalCall, RecordedResource, SandboxEvent } from "../../../sandbox/types";
import { FakeIssuer, recordedProgram, recordedResource } from "../recorded-program";
import { FakeLogs } from "./fake-logs";

export const bundle = (name: string): FileArchive => new FileArchive(path.join(__dirname, "fixtures", name));
export const roleArn = "arn:aws:iam::111122223333:role/fn";

/** A function whose handler is one of the fixtures. */
export function declare(handler: string, more: Readonly<Record<string, unknown>> = {}): RecordedResource {
  const name = `stepline-${handler.replace(/^.*\./, "")}`;
  const inputs = {
    name,
    handler,
    runtime: "nodejs22.x",
    role: roleArn,
    code: bundle("handlers"),
    memorySize: 256,
    ...more,
  };
  return recordedResource("aws:lambda/function:Function", inputs, {
    arn: `arn:aws:lambda:eu-west-1:111122223333:function:${name}`,
    version: "1",
  });
}

/** A Lambda service with what stands around it, for the tests of one `describe`. */
export class LambdaHarness {
  readonly logs = new FakeLogs();
  issuer = new FakeIssuer();
  events: SandboxEvent[] = [];
  private service: LambdaService | undefined;

  /** To be called in a `describe`: starts and stops with its tests. */
  install(): this {
    before(() => this.logs.start());
    after(() => this.logs.stop());
    beforeEach(() => {
      this.logs.calls.length = 0;
      this.logs.failures.clear();
      this.events = [];
      this.issuer = new FakeIssuer();
    });
    afterEach(() => this.close());
    return this;
  }

  start(...resources: RecordedResource[]): LambdaService {
    this.service = new LambdaService({
      program: recordedProgram(resources),
      issuer: this.issuer,
      gatewayUrl: () => this.logs.url,
      sink: (event) => this.events.push(event),
    });
    return this.service;
  }

  async close(): Promise<void> {
    const service = this.service;
    this.service = undefined;
    await service?.close();
  }

  async invoke(
    functionName: string,
    event?: unknown,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<InvokeResponse> {
    const Payload = event === undefined ? undefined : Buffer.from(JSON.stringify(event));
    assert.ok(this.service);
    return (await this.service.handle(
      call("Invoke", { FunctionName: functionName, Payload, ...more }),
    )) as InvokeResponse;
  }

  logLines(): string[] {
    return this.events.flatMap((event) => (event.kind === "lambda.log" ? [event.line] : []));
  }
}

export function call(operation: string, input: Readonly<Record<string, unknown>>): LocalCall {
  return {
    operation,
    input,
    principal: { kind: "operator", arn: "arn:aws:iam::111122223333:root" },
    authorize: () => undefined,
  };
}

export function parsed(response: InvokeResponse): Record<string, unknown> {
  return JSON.parse(response.Payload.toString("utf8")) as Record<string, unknown>;
}
