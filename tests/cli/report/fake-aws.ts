import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Operation of a JSON protocol (`AWSStepFunctions.DescribeExecution`) -> its answer, or an error by name. */
export type Answers = Readonly<
  Record<string, (input: Readonly<Record<string, unknown>>) => object | { readonly error: string }>
>;

/** Answers as told what is told, and refuses everything else as AWS refuses what a caller may not do. */
export class FakeAws {
  readonly asked: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(answers: Answers): Promise<FakeAws> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const operation = String(request.headers["x-amz-target"] ?? `${request.method} ${request.url}`);
        fake.asked.push(operation);
        const body = Buffer.concat(chunks).toString();
        const input = (body.startsWith("{") ? JSON.parse(body) : {}) as Readonly<Record<string, unknown>>;
        const answer = Object.hasOwn(answers, operation)
          ? answers[operation](input)
          : { error: "AccessDeniedException" };
        const { error } = answer as { error?: string };
        response.writeHead(error === undefined ? 200 : 400, { "content-type": "application/x-amz-json-1.0" });
        response.end(
          JSON.stringify(error === undefined ? answer : { __type: error, message: `no ${operation}` }),
        );
      });
    });
    const fake = new FakeAws(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
