import {
  Agent,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from "node:http";
import { AwsError } from "../types";
import { readBody, type RequestHead } from "./wire-request";

export interface UpstreamAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** Of one connection only: not passed on. `expect` was already answered by this server. */
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "te",
  "trailer",
  "expect",
  "proxy-connection",
];

/**
 * Answers leave this out: Hadoop's S3A gives the key of a source on when it copies an object, and its SDK refuses to send one
 * without TLS. On AWS, where there is TLS, it does no harm.
 */
const NOT_OVER_HTTP = ["x-amz-server-side-encryption-aws-kms-key-id"];

/** moto, on its own port: passes requests on as they came and answers back as they come. */
export class Upstream {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(private readonly port: number) {}

  /**
   * Passes a request on and its answer back, neither held in memory.
   *
   * @param body what was read already, or the request itself.
   * @param judge called with the answer's status before anything is written; what it throws is answered instead.
   */
  async pass(
    head: RequestHead,
    body: Buffer | IncomingMessage,
    response: ServerResponse,
    judge: (status: number) => void,
  ): Promise<void> {
    const answer = await this.send(head, body);
    const { statusCode = 502 } = answer;
    try {
      judge(statusCode);
    } catch (error) {
      answer.resume();
      throw error;
    }
    response.writeHead(statusCode, without(answer.headers, [...HOP_BY_HOP, ...NOT_OVER_HTTP]));
    await new Promise<void>((resolve, reject) => {
      answer.on("error", reject).on("end", resolve);
      response.on("close", resolve);
      answer.pipe(response);
    });
  }

  /** Asks for a JSON answer with a body of our own in the request's place. */
  async ask(head: RequestHead, body: Buffer, target = head.headers["x-amz-target"]): Promise<UpstreamAnswer> {
    const headers = { ...head.headers, "x-amz-target": target, "accept-encoding": "identity" };
    const answer = await this.send({ ...head, headers }, body);
    return { status: answer.statusCode ?? 502, body: await readBody(answer) };
  }

  close(): void {
    this.agent.destroy();
  }

  /** A kept connection may be closed just as it is used again: then nothing was done, and what can be sent again is. */
  private async send(head: RequestHead, body: Buffer | IncomingMessage): Promise<IncomingMessage> {
    try {
      return await this.sendOnce(head, body);
    } catch (error) {
      const { code, reused } = error as { code?: string; reused?: boolean };
      if (reused === true && code === "ECONNRESET" && Buffer.isBuffer(body)) {
        return await this.sendOnce(head, body);
      }
      throw new AwsError(
        "ServiceUnavailable",
        `moto on port ${this.port} doesn't answer (${code}): is it running?`,
        503,
      );
    }
  }

  private sendOnce(head: RequestHead, body: Buffer | IncomingMessage): Promise<IncomingMessage> {
    const headers: OutgoingHttpHeaders = without(head.headers, HOP_BY_HOP);
    if (head.path !== head.signedPath) {
      // The bucket is in the path now: as a host name moto would take it a second time.
      headers.host = `localhost:${head.headers.host?.split(":")[1] ?? "80"}`;
    }
    if (Buffer.isBuffer(body)) {
      headers["content-length"] = body.length;
    } else if (headers["content-length"] === undefined && head.headers["transfer-encoding"] !== undefined) {
      headers["transfer-encoding"] = "chunked";
    }
    const path = head.rawQuery === "" ? head.path : `${head.path}?${head.rawQuery}`;
    return new Promise((resolve, reject) => {
      const options = {
        host: "127.0.0.1",
        port: this.port,
        method: head.method,
        path,
        headers,
        agent: this.agent,
      };
      const outgoing = httpRequest(options, resolve);
      outgoing.on("error", (error) => {
        reject(Object.assign(error, { reused: outgoing.reusedSocket }));
      });
      if (Buffer.isBuffer(body)) {
        outgoing.end(body);
      } else {
        body.on("aborted", () => outgoing.destroy());
        body.pipe(outgoing);
      }
    });
  }
}

function without(headers: OutgoingHttpHeaders, names: readonly string[]): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
