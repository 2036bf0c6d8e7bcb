import { DuckDBInstance } from "@duckdb/node-api";
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { RedshiftDataService, type RedshiftDataOptions } from "../../../sandbox/redshift/data-service";
import {
  AwsError,
  type CredentialIssuer,
  type Principal,
  type RecordedProgram,
  type RecordedResource,
  type SandboxEvent,
} from "../../../sandbox/types";
import { TinyS3 } from "./tiny-s3";

export const account = "111122223333";
export const loadRole = `arn:aws:iam::${account}:role/stepline-test-load`;
export const bucket = "curated";
export const adminSecret = `arn:aws:secretsmanager:eu-west-1:${account}:secret:redshift!stepline-test-admin`;

export const operator: Principal = { kind: "operator", arn: `arn:aws:iam::${account}:root` };
export const loader = role("stepline-test-start-load");
export const stranger = role("stepline-test-stranger");

export function role(roleName: string, sessionName = "session"): Principal {
  const roleArn = `arn:aws:iam::${account}:role/${roleName}`;
  const arn = `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`;
  return { kind: "role", roleArn, roleName, sessionName, arn, assumedBy: "lambda.amazonaws.com" };
}

function resource(type: string, name: string, inputs: Record<string, unknown>): RecordedResource {
  return {
    urn: `urn:${name}`,
    type,
    name,
    inputs,
    state: inputs,
    id: `${name}-id`,
    custom: true,
    dependencies: [],
  };
}

export function program(parameters: Record<string, string> = {}): RecordedProgram {
  const configParameters = Object.entries(parameters).map(([parameterKey, parameterValue]) => ({
    parameterKey,
    parameterValue,
  }));
  const namespace = {
    namespaceName: "stepline-test",
    dbName: "analytics",
    adminUsername: "admin",
    iamRoles: [loadRole],
    adminPasswordSecretArn: adminSecret,
  };
  return {
    project: "stepline",
    stack: "test",
    accountId: account,
    region: "eu-west-1",
    outputs: {},
    resources: [
      resource("aws:redshiftserverless/namespace:Namespace", "namespace", namespace),
      resource("aws:redshiftserverless/workgroup:Workgroup", "workgroup", {
        workgroupName: "stepline-test",
        namespaceName: "stepline-test",
        configParameters,
      }),
      resource("aws:iam/role:Role", "start-load", {
        name: "stepline-test-start-load",
        tags: { RedshiftDbRoles: "stepline_loader" },
      }),
      resource("aws:iam/role:Role", "stranger", { name: "stepline-test-stranger" }),
    ],
  };
}

export interface Statement {
  readonly Id: string;
  readonly Status: string;
  readonly Error?: string;
  readonly [member: string]: unknown;
}

/** A warehouse with an S3 of its own. */
export class Fixture {
  readonly s3 = new TinyS3();
  readonly events: SandboxEvent[] = [];
  readonly issued: { roleArn: string; service: string }[] = [];
  service!: RedshiftDataService;
  /** Service the load role's trust policy admits. */
  trusted = "redshift-serverless.amazonaws.com";
  /** Actions asked of IAM on behalf of callers. */
  readonly authorized: string[] = [];
  private folder = "";

  async start(options: Partial<RedshiftDataOptions> = {}): Promise<void> {
    this.folder = await mkdtemp(path.join(tmpdir(), "stepline-test-"));
    await this.s3.listen();
    this.open(options);
  }

  /** Another service over the same S3, as after a restart of the sandbox. */
  open(options: Partial<RedshiftDataOptions>): void {
    this.service = new RedshiftDataService({
      program: program(),
      endpoint: () => this.s3.url,
      issuer: this.issuer(),
      sink: (event) => this.events.push(event),
      ...options,
    });
  }

  get temporary(): string {
    return this.folder;
  }

  async stop(): Promise<void> {
    await this.service.close();
    await this.s3.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private issuer(): CredentialIssuer {
    return {
      issueToService: ({ roleArn, service }) => {
        if (service !== this.trusted) throw new AwsError("AccessDenied", "not trusted", 403);
        this.issued.push({ roleArn, service });
        return { accessKeyId: "LOADROLEKEY", secretAccessKey: "secret", sessionToken: "token" };
      },
    };
  }

  async call<Answer = Statement>(
    operation: string,
    input: Record<string, unknown>,
    principal: Principal = operator,
  ): Promise<Answer> {
    return (await this.service.handle({
      operation,
      input,
      principal,
      authorize: ({ action }) => this.authorized.push(action),
    })) as Answer;
  }

  async submit(
    sql: string | readonly string[],
    principal: Principal = operator,
    more: Record<string, unknown> = {},
  ): Promise<string> {
    const target = { WorkgroupName: "stepline-test", Database: "analytics", ...more };
    const { Id } =
      typeof sql === "string"
        ? await this.call("ExecuteStatement", { Sql: sql, ...target }, principal)
        : await this.call("BatchExecuteStatement", { Sqls: sql, ...target }, principal);
    return Id;
  }

  async end(id: string, principal: Principal = operator): Promise<Statement> {
    return this.call("DescribeStatement", { Id: id, WaitTimeSeconds: 30 }, principal);
  }

  /** Runs to the end. */
  async run(
    sql: string | readonly string[],
    principal: Principal = operator,
    more: Record<string, unknown> = {},
  ): Promise<Statement> {
    return this.end(await this.submit(sql, principal, more), principal);
  }

  async succeed(sql: string | readonly string[], principal: Principal = operator): Promise<Statement> {
    const statement = await this.run(sql, principal);
    assert.equal(statement.Status, "FINISHED", statement.Error);
    return statement;
  }

  /** The error of a statement that must fail. */
  async fail(sql: string | readonly string[], principal: Principal = operator): Promise<string> {
    const statement = await this.run(sql, principal);
    assert.equal(statement.Status, "FAILED", "the statement should have failed");
    return statement.Error ?? "";
  }

  /** Puts a Parquet file of a DuckDB query at a key, and returns its size. */
  async putParquet(key: string, query: string): Promise<number> {
    const file = path.join(this.folder, "made.parquet");
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run(`COPY (${query}) TO '${file}' (FORMAT PARQUET)`);
    connection.closeSync();
    instance.closeSync();
    const content = await readFile(file);
    this.s3.objects.set(`${bucket}/${key}`, content);
    return content.length;
  }

  putManifest(key: string, entries: readonly { key: string; bytes?: number; mandatory?: boolean }[]): string {
    const manifest = {
      entries: entries.map((entry) => ({
        url: `s3://${bucket}/${entry.key}`,
        mandatory: entry.mandatory ?? true,
        ...(entry.bytes === undefined ? {} : { meta: { content_length: entry.bytes } }),
      })),
    };
    this.s3.objects.set(`${bucket}/${key}`, Buffer.from(JSON.stringify(manifest)));
    return `s3://${bucket}/${key}`;
  }

  /** One Parquet file and its manifest; returns the manifest's URL. */
  async putBatch(name: string, query: string): Promise<string> {
    const key = `${name}/part-0.parquet`;
    const bytes = await this.putParquet(key, query);
    return this.putManifest(`${name}/_copy_manifest.json`, [{ key, bytes }]);
  }
}
