import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";

export interface LogsCall {
  readonly operation: string;
  readonly accessKeyId: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A CloudWatch Logs that remembers its calls and answers what it is told to. */
export class FakeLogs {
  readonly calls: LogsCall[] = [];
  /** Operation -> error name to answer with. */
  readonly failures = new Map<string, string>();
  private readonly server = http.createServer((request, response) => void this.answer(request, response));

  async start(): Promise<void> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Messages delivered to a group, in order. */
  messages(group: string): string[] {
    return this.calls
      .filter(({ operation, input }) => operation === "PutLogEvents" && input.logGroupName === group)
      .flatMap(({ input }) => (input.logEvents as { message: string }[]).map(({ message }) => message));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const operation = String(request.headers["x-amz-target"]).split(".")[1];
    const accessKeyId = /Credential=([^/]+)\//.exec(String(request.headers.authorization))?.[1] ?? "";
    const input = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>;
    this.calls.push({ operation, accessKeyId, input });
    const failure = this.failures.get(operation);
    response.writeHead(failure === undefined ? 200 : 400, { "content-type": "application/x-amz-json-1.1" });
    response.end(
      JSON.stringify(failure === undefined ? {} : { __type: failure, message: `${failure} it is` }),
    );
  }
}
