import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type RunningMoto, startMoto } from "../../../sandbox/moto/launcher";

/** moto behind an endpoint that also takes SQL: every statement is noted, and finishes unless `failing` says how it fails. */
export class MotoWithWarehouse {
  public readonly sql: string[] = [];
  /** Requests to anything, in order of arrival: `AmazonSQS.CreateQueue`, `PUT /bucket`. */
  public readonly requests: string[] = [];
  public failing: ((sql: string) => string | undefined) | undefined;

  private constructor(
    private readonly moto: RunningMoto,
    private readonly server: ReturnType<typeof createServer>,
    public readonly endpoint: string,
  ) {}

  static async start(logFile: string): Promise<MotoWithWarehouse> {
    const moto = await startMoto({ gatewayUrl: "http://127.0.0.1:1", adminToken: "token", logFile });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const started = new MotoWithWarehouse(moto, server, `http://127.0.0.1:${port}`);
    server.on("request", (incoming: IncomingMessage, outgoing: ServerResponse) => {
      started.serve(incoming, outgoing);
    });
    return started;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await this.moto.stop();
  }

  private serve(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const target = incoming.headers["x-amz-target"];
    this.requests.push(typeof target === "string" ? target : `${incoming.method} ${incoming.url}`);
    if (typeof target === "string" && target.startsWith("RedshiftData.")) {
      void this.serveSql(target, incoming, outgoing);
      return;
    }
    const { method, url: path, headers } = incoming;
    const passed = request({ host: "127.0.0.1", port: this.moto.port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(passed);
  }

  private async serveSql(target: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) {
      chunks.push(chunk as Buffer);
    }
    const input = JSON.parse(Buffer.concat(chunks).toString()) as { Sql?: string; Id?: string };
    outgoing.setHeader("content-type", "application/x-amz-json-1.1");
    if (target.endsWith(".ExecuteStatement")) {
      this.sql.push(input.Sql!);
      outgoing.end(JSON.stringify({ Id: String(this.sql.length - 1) }));
    } else {
      const Error = this.failing?.(this.sql[Number(input.Id)]);
      outgoing.end(
        JSON.stringify({ Id: input.Id, Status: Error === undefined ? "FINISHED" : "FAILED", Error }),
      );
    }
  }
}
