import assert from "node:assert/strict";
import {
  TransportFailure,
  type HttpLimits,
  type HttpReply,
  type HttpTransport,
} from "../../../handlers/extract/https-transport";
import {
  getWithRetries,
  retryAfter,
  type RetryingRequestArgs,
} from "../../../handlers/extract/retrying-request";
import { InstantPace } from "../fakes/instant-pace";
import { RecordedLog } from "../fakes/recorded-log";

const url = new URL("https://api.example.com/contacts?token=secret");

function reply(status: number, headers: HttpReply["headers"] = {}, body = "{}"): HttpReply {
  return { status, headers, body: Buffer.from(body) };
}

/** Answers with these in turn, the last for ever; keeps what it was asked. */
function scripted(...answers: (HttpReply | TransportFailure)[]): HttpTransport & {
  readonly asked: { readonly url: string; readonly limits: HttpLimits }[];
} {
  const asked: { url: string; limits: HttpLimits }[] = [];
  const transport: HttpTransport = async (target, limits) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push({ url: target.href, limits });
    if (answer instanceof TransportFailure) throw answer;
    return answer;
  };
  return Object.assign(transport, { asked });
}

function args(transport: HttpTransport, pace = new InstantPace(), budget = 600_000): RetryingRequestArgs {
  const allowedHosts = ["api.example.com", "eu.example.com:8443"];
  return { transport, pace, log: new RecordedLog(), allowedHosts, deadline: pace.now() + budget };
}

async function rejected(transport: HttpTransport, message: RegExp): Promise<void> {
  await assert.rejects(getWithRetries(url, args(transport)), { name: "SourceRejected", message });
}

describe("getWithRetries", () => {
  for (const status of [408, 429, 500, 502, 503, 504]) {
    it(`asks again after HTTP ${status}`, async () => {
      const transport = scripted(reply(status), reply(200, {}, "ok"));
      assert.equal((await getWithRetries(url, args(transport))).toString(), "ok");
      assert.equal(transport.asked.length, 2);
    });
  }

  it("asks again after a timeout or a broken connection", async () => {
    const transport = scripted(new TransportFailure("aborted", true), reply(200));
    await getWithRetries(url, args(transport));
    assert.equal(transport.asked.length, 2);
  });

  it("gives up after five attempts, without the query in the message", async () => {
    const transport = scripted(reply(503));
    await assert.rejects(getWithRetries(url, args(transport)), {
      name: "SourceUnavailable",
      message: /^https:\/\/api\.example\.com\/contacts failed 5 times, last: HTTP 503\./,
    });
    assert.equal(transport.asked.length, 5);
  });

  it("waits exponentially longer, anywhere up to the bound, at most 20 s", async () => {
    const pace = new InstantPace(0, 1);
    await assert.rejects(getWithRetries(url, args(scripted(reply(500)), pace)));
    assert.deepEqual(pace.slept, [500, 1000, 2000, 4000]);
    const lucky = new InstantPace(0, 0);
    await assert.rejects(getWithRetries(url, args(scripted(reply(500)), lucky)));
    assert.deepEqual(lucky.slept, [0, 0, 0, 0]);
  });

  it("waits as long as Retry-After asks, in seconds or until a date", async () => {
    const start = Date.parse("2008-11-22T00:00:00Z");
    const pace = new InstantPace(start);
    const transport = scripted(
      reply(429, { "retry-after": "7" }),
      reply(503, { "retry-after": "Sat, 22 Nov 2008 00:00:37 GMT" }),
      reply(200),
    );
    await getWithRetries(url, args(transport, pace));
    assert.deepEqual(pace.slept, [7_000, 30_000]);
  });

  it("does not wait beyond the function's time", async () => {
    const pace = new InstantPace();
    const transport = scripted(reply(429, { "retry-after": "60" }));
    await assert.rejects(getWithRetries(url, args(transport, pace, 59_000)), {
      name: "SourceUnavailable",
      message: /HTTP 429; the next attempt is due in 60000 ms, the function's time ends before/,
    });
    assert.deepEqual(pace.slept, []);
  });

  it("gives a request no more than 30 s, nor more than is left", async () => {
    const transport = scripted(reply(200));
    await getWithRetries(url, args(transport, new InstantPace(), 600_000));
    await getWithRetries(url, args(transport, new InstantPace(), 1_234));
    assert.deepEqual(
      transport.asked.map(({ limits }) => limits.timeoutMilliseconds),
      [30_000, 1_234],
    );
    await assert.rejects(getWithRetries(url, args(transport, new InstantPace(), 0)), {
      name: "SourceUnavailable",
      message: /no time is left/,
    });
  });

  for (const status of [400, 401, 403, 404, 204]) {
    it(`takes HTTP ${status} as a final no`, async () => {
      const transport = scripted(reply(status));
      await rejected(transport, new RegExp(`HTTP ${status}`));
      assert.equal(transport.asked.length, 1);
    });
  }

  it("does not ask again where the transport says it cannot help", async () => {
    const transport = scripted(new TransportFailure("x leads to 10.0.0.1, which is not public", false));
    await rejected(transport, /leads to 10\.0\.0\.1/);
    assert.equal(transport.asked.length, 1);
  });

  it("follows redirects to allowed hosts", async () => {
    const transport = scripted(
      reply(302, { location: "/v2" }),
      reply(307, { location: "https://eu.example.com:8443/v2" }),
      reply(200),
    );
    await getWithRetries(url, args(transport));
    assert.deepEqual(
      transport.asked.map(({ url: asked }) => asked),
      [url.href, "https://api.example.com/v2", "https://eu.example.com:8443/v2"],
    );
  });

  for (const location of [
    "https://evil.example.net/",
    "https://api.example.com.evil.example.net/",
    "https://eu.example.com/",
    "https://api.example.com:8443/",
    "//169.254.169.254/latest",
    "http://api.example.com/",
    "https://api.example.com@evil.example.net/",
    "https://user:password@api.example.com/",
    "file:///etc/passwd",
  ]) {
    it(`does not follow a redirect to ${location}`, async () => {
      const transport = scripted(reply(302, { location }), reply(200));
      await rejected(transport, /allowed are|is not HTTPS|carries a user name/);
      assert.equal(transport.asked.length, 1);
    });
  }

  it("does not follow a redirect without a target, nor a fourth one", async () => {
    await rejected(scripted(reply(301)), /redirects without a valid URL in its Location/);
    const loop = scripted(reply(302, { location: "/again" }));
    await rejected(loop, /redirects more than 3 times/);
    assert.equal(loop.asked.length, 4);
  });

  it("refuses a body in an encoding it did not ask for", async () => {
    await rejected(scripted(reply(200, { "content-encoding": "gzip" })), /content encoding gzip/);
  });
});

describe("retryAfter", () => {
  it("reads seconds and dates, and nothing else", () => {
    const now = Date.parse("2008-11-22T00:00:00Z");
    assert.equal(retryAfter("120", now), 120_000);
    assert.equal(retryAfter("Sat, 22 Nov 2008 00:01:00 GMT", now), 60_000);
    assert.equal(retryAfter("Fri, 21 Nov 2008 00:01:00 GMT", now), 0);
    assert.equal(retryAfter("soon", now), 0);
    assert.equal(retryAfter(undefined, now), 0);
  });
});
