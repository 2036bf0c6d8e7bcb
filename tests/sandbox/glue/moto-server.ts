import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as net from "node:net";

import { pythonPath } from "../../../sandbox/paths";
import { sendSigned } from "../../../sandbox/signed-request";

const credentials = { accessKeyId: "operator", secretAccessKey: "operator", sessionToken: "operator" };
const region = "eu-west-1";

/** A moto server, in the gateway's place: S3 and CloudWatch Logs that let everybody do everything. */
export class MotoServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(): Promise<MotoServer> {
    const port = await freePort();
    const child = spawn(pythonPath(), ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)], {
      stdio: "ignore",
    });
    const server = new MotoServer(child, `http://127.0.0.1:${port}`);
    while (!(await server.answers())) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return server;
  }

  async createBucket(bucket: string): Promise<void> {
    const body = `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
    await sendSigned({
      method: "PUT",
      url: `${this.url}/${bucket}`,
      service: "s3",
      region,
      credentials,
      body,
    });
  }

  async putObject(bucket: string, key: string, body: string): Promise<void> {
    await sendSigned({
      method: "PUT",
      url: `${this.url}/${bucket}/${key}`,
      service: "s3",
      region,
      credentials,
      body,
    });
  }

  async createLogGroup(logGroupName: string): Promise<void> {
    await this.logs("CreateLogGroup", { logGroupName });
  }

  /** Messages of all streams of a group, stream name before each. */
  async logMessages(logGroupName: string): Promise<string[]> {
    const { events } = (await this.logs("FilterLogEvents", { logGroupName })) as {
      events: { logStreamName: string; message: string }[];
    };
    return events.map(({ logStreamName, message }) => `${logStreamName} ${message}`);
  }

  async stop(): Promise<void> {
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await ended;
  }

  private async logs(operation: string, input: unknown): Promise<unknown> {
    const answer = await sendSigned({
      method: "POST",
      url: `${this.url}/`,
      service: "logs",
      region,
      credentials,
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `Logs_20140328.${operation}` },
      body: JSON.stringify(input),
    });
    return answer.length === 0 ? {} : JSON.parse(answer.toString("utf8"));
  }

  private async answers(): Promise<boolean> {
    if (this.child.exitCode !== null) {
      throw new Error(`moto ended with status ${this.child.exitCode} while starting.`);
    }
    return fetch(`${this.url}/moto-api/`).then(
      () => true,
      () => false,
    );
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
