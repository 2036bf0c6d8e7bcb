import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** S3 as COPY uses it: GET of an object and ListObjectsV2, for one access key id. */
export class TinyS3 {
  readonly objects = new Map<string, Buffer>();
  /** What the load role's credentials may do. */
  readonly allowed = new Set(["GetObject", "ListBucket"]);
  private readonly server: Server = createServer((request, response) => {
    this.answer(request, response);
  });

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const key = /Credential=([^/]+)\//.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const url = new URL(request.url ?? "/", this.url);
    const object = this.objects.get(decodeURIComponent(url.pathname.slice(1)));
    const isList = url.searchParams.get("list-type") === "2";
    const denied = key !== "LOADROLEKEY" || !this.allowed.has(isList ? "ListBucket" : "GetObject");
    if (denied) {
      failure(response, 403, "AccessDenied", "Access Denied");
      return;
    }
    if (isList) {
      this.listing(response, url);
      return;
    }
    if (object === undefined) {
      failure(response, 404, "NoSuchKey", "The specified key does not exist.");
      return;
    }
    response.writeHead(200, { "content-length": object.length }).end(object);
  }

  private listing(response: ServerResponse, url: URL): void {
    const [root] = url.pathname.slice(1).split("/");
    const prefix = `${root}/${url.searchParams.get("prefix") ?? ""}`;
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
    const contents = keys
      .map((key) => `<Contents><Key>${key.slice(`${root}/`.length)}</Key></Contents>`)
      .join("");
    response.writeHead(200, { "content-type": "application/xml" });
    response.end(`<ListBucketResult><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`);
  }
}

function failure(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}
