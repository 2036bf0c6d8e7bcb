import { spawn } from "node:child_process";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { GITHUB } from "./workflow-files";

export interface Call {
  readonly method: string;
  /** Below the repository, with its query. */
  readonly path: string;
  readonly body?: unknown;
}

type Answers = Readonly<Record<string, unknown>>;

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly calls: readonly Call[];
}

const REPOSITORY = "acme/pipelines";
const TOKEN = "token-of-a-job";

/**
 * Runs one of .github/scripts against a GitHub that answers `METHOD path` as given, lists in pages of two; the rest is 404.
 *
 */
export async function runAgainst(
  answers: Answers,
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const calls: Call[] = [];
  const server = http.createServer((request, response) => {
    void answer(answers, calls, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const child = spawn(process.execPath, [path.join(GITHUB, "scripts", script), ...args], {
      env: {
        PATH: process.env.PATH,
        GITHUB_API_URL: `http://127.0.0.1:${port}`,
        GITHUB_REPOSITORY: REPOSITORY,
        GITHUB_TOKEN: TOKEN,
        ...env,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let stdout = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { status, stdout, calls };
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function answer(
  answers: Answers,
  calls: Call[],
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString();
  const url = new URL(request.url ?? "", "http://github");
  const page = Number(url.searchParams.get("page") ?? "1");
  url.searchParams.delete("page");
  url.searchParams.delete("per_page");
  const below = `${url.pathname}${url.search}`.replace(`/repos/${REPOSITORY}`, "");
  const { method = "" } = request;
  calls.push({ method, path: below, ...(text === "" ? {} : { body: JSON.parse(text) as unknown }) });
  const found = answers[`${method} ${below}`];
  if (request.headers.authorization !== `Bearer ${TOKEN}` || found === undefined) {
    response.writeHead(404).end('{"message":"Not Found"}');
    return;
  }
  if (!Array.isArray(found)) {
    response.end(JSON.stringify(found));
    return;
  }
  const following = new URL(`http://${request.headers.host ?? ""}${request.url ?? ""}`);
  following.searchParams.set("page", String(page + 1));
  const more = found.length > page * 2;
  response
    .writeHead(200, more ? { link: `<${following.href}>; rel="next"` } : {})
    .end(JSON.stringify(found.slice((page - 1) * 2, page * 2)));
}
