import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { createServer as createTlsServer, request as httpsRequest } from "node:https";
import { httpsTransport, type HttpsTransportOptions } from "../../../handlers/extract/https-transport";
import { listen, started, toLoopback, type LoopbackServer } from "../fakes/loopback-server";
import { selfSignedCertificate } from "../fakes/self-signed-certificate";

const limits = { timeoutMilliseconds: 5_000, maxBytes: 1_000 };

describe("httpsTransport", () => {
  const servers: LoopbackServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  async function url(answer: RequestListener, path = "/"): Promise<URL> {
    const server = await listen(answer);
    servers.push(server);
    return new URL(`https://api.example.com:${server.port}${path}`);
  }

  async function fails(
    options: HttpsTransportOptions,
    target: URL,
    transient: boolean,
    message: RegExp,
  ): Promise<void> {
    await assert.rejects(httpsTransport(options)(target, limits), {
      name: "TransportFailure",
      transient,
      message,
    });
  }

  it("gives status, headers and body of the answer, redirects included", async () => {
    const target = await url((request, response) => {
      response.writeHead(302, { location: "/next" });
      response.end(`${request.method} ${request.url} ${request.headers.host}`);
    }, "/a?b=c");
    const reply = await httpsTransport(toLoopback)(target, limits);
    assert.equal(reply.status, 302);
    assert.equal(reply.headers.location, "/next");
    assert.equal(reply.body.toString(), `GET /a?b=c ${target.host}`);
  });

  for (const address of ["127.0.0.1", "169.254.169.254", "10.0.0.8", "::1"]) {
    it(`does not connect to a host that resolves to ${address}`, async () => {
      let called = false;
      const target = await url(() => (called = true));
      const resolve = async (): Promise<{ address: string; family: number }[]> => [
        { address: "93.184.216.34", family: 4 },
        { address, family: address.includes(":") ? 6 : 4 },
      ];
      await fails(
        { request: toLoopback.request, resolve },
        target,
        false,
        /api\.example\.com leads to .* not a public address/,
      );
      assert.equal(called, false);
    });
  }

  it("does not connect to a private address given as the host", async () => {
    await fails({}, new URL("https://169.254.169.254/latest/meta-data/"), false, /not a public address/);
    await fails({}, new URL("https://[::1]/"), false, /::1 leads to ::1/);
    await fails({}, new URL("https://0x7f000001/"), false, /127\.0\.0\.1/);
  });

  it("gives up on a server that sends a byte now and then", async () => {
    const target = await url((_, response) => {
      response.writeHead(200);
      const trickle = setInterval(() => response.write(" "), 5);
      response.on("close", () => {
        clearInterval(trickle);
      });
    });
    const slow = httpsTransport(toLoopback)(target, { ...limits, timeoutMilliseconds: 60 });
    await assert.rejects(slow, { transient: true, message: /did not answer in full within 60 ms/ });
  });

  it("gives up on a server that accepts and stays silent", async () => {
    const target = await url(() => undefined);
    const silent = httpsTransport(toLoopback)(target, { ...limits, timeoutMilliseconds: 60 });
    await assert.rejects(silent, { transient: true, message: /did not answer/ });
  });

  it("stops reading a body that is larger than allowed", async () => {
    const target = await url((_, response) => response.end("x".repeat(1_001)));
    await fails(toLoopback, target, false, /more than 1000 bytes/);
  });

  it("calls a body that ends too early transient", async () => {
    const target = await url((_, response) => {
      response.writeHead(200, { "content-length": "500" });
      response.write("half", () => response.destroy());
    });
    await fails(toLoopback, target, true, /api\.example\.com:\d+: aborted/);
  });

  it("calls a refused connection and an unknown name transient", async () => {
    const target = await url(() => undefined);
    await servers.pop()!.close();
    await fails(toLoopback, target, true, /ECONNREFUSED/);
    const resolve = async (): Promise<never> => {
      throw Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
    };
    await fails({ ...toLoopback, resolve }, target, true, /ENOTFOUND/);
  });

  it("does not take an answer from a server whose certificate proves nothing", async () => {
    let called = false;
    const server = await started(
      createTlsServer(selfSignedCertificate("api.example.com"), (_, response) => {
        called = true;
        response.end("{}");
      }),
    );
    servers.push(server);
    const options = { ...toLoopback, request: httpsRequest };
    const target = new URL(`https://api.example.com:${server.port}/`);
    await fails(options, target, false, /self.signed certificate/);
    assert.equal(called, false);
  });
});
