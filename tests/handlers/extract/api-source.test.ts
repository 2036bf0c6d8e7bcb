import assert from "node:assert/strict";
import type { ApiSource } from "../../../handlers/events";
import { extract } from "../../../handlers/extract/extract";
import { httpsTransport, type HttpTransport } from "../../../handlers/extract/https-transport";
import {
  fromS3,
  landing,
  manifestOf,
  s3WithContract,
  sha256,
  tools,
  unusedTransport,
} from "../fakes/extract-setup";
import type { InMemoryS3 } from "../fakes/in-memory-s3";
import { InstantPace } from "../fakes/instant-pace";
import { listen, toLoopback } from "../fakes/loopback-server";

describe("extract from an API", () => {
  const source: ApiSource = {
    kind: "api",
    url: "https://api.example.com/contacts?date={logicalDate}",
    allowedHosts: ["api.example.com"],
    recordsField: "records",
    cursorField: "next",
    cursorParameter: "cursor",
    maxPages: 3,
  };

  /** Answers each request with the JSON that its cursor names. */
  function pages(byCursor: Record<string, unknown>): HttpTransport & { readonly asked: string[] } {
    const asked: string[] = [];
    const transport: HttpTransport = async (url) => {
      asked.push(url.search);
      const body = byCursor[url.searchParams.get("cursor") ?? "first"];
      return {
        status: 200,
        headers: {},
        body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
      };
    };
    return Object.assign(transport, { asked });
  }

  function extractFrom(transport: HttpTransport, s3: InMemoryS3, api = source): ReturnType<typeof extract> {
    return extract({ ...fromS3, source: api }, tools(s3, transport));
  }

  async function rejects(byCursor: Record<string, unknown>, message: RegExp): Promise<void> {
    const s3 = s3WithContract();
    await assert.rejects(extractFrom(pages(byCursor), s3), { name: "SourceRejected", message });
    assert.ok(!s3.objects.has(`raw/${landing.key}manifest.json`));
    assert.ok(!s3.objects.has(`raw/${landing.key}data/records.csv`));
  }

  it("lands the records of every page as one CSV file, and pins it", async () => {
    const s3 = s3WithContract();
    const transport = pages({
      first: { records: [{ contact_id: 1, job: "admin.", balance: 20 }], next: "p 2&x" },
      "p 2&x": { records: [{ contact_id: 2, job: null }], next: 3 },
      "3": { records: [], next: null },
    });
    await extractFrom(transport, s3);
    const text = "contact_id,job,balance\n1,admin.,20\n2,,\n";
    assert.equal(s3.text("raw", `${landing.key}data/records.csv`), text);
    assert.deepEqual(transport.asked, [
      "?date=2008-11-21",
      "?date=2008-11-21&cursor=p+2%26x",
      "?date=2008-11-21&cursor=3",
    ]);
    const [file] = manifestOf(s3).files;
    assert.equal(file.source, "https://api.example.com/contacts");
    assert.equal(file.sha256, sha256(text));
    assert.equal(file.bytes, text.length);
  });

  it("works over a connection, through a limit and a broken page", async () => {
    let calls = 0;
    const server = await listen((_, response) => {
      if (++calls === 1) return response.writeHead(429, { "retry-after": "3600" }).end();
      if (calls === 2) return response.destroy();
      response.end(JSON.stringify({ records: [{ contact_id: calls }], next: null }));
    });
    try {
      const s3 = s3WithContract();
      const pace = new InstantPace();
      const host = `api.example.com:${server.port}`;
      await extract(
        { ...fromS3, source: { ...source, url: `https://${host}/`, allowedHosts: [host] } },
        { ...tools(s3, httpsTransport(toLoopback)), pace, remainingMilliseconds: () => 7_200_000 },
      );
      assert.equal(s3.text("raw", `${landing.key}data/records.csv`), "contact_id,job,balance\n3,,\n");
      assert.equal(pace.slept[0], 3_600_000);
    } finally {
      await server.close();
    }
  });

  it("takes an error in a good answer for what it is, and does not quote it", async () => {
    await rejects(
      { first: { error: "token sk-123 expired" } },
      /without a list "records"; it has "error"\.$/,
    );
  });

  it("refuses what is no page of records", async () => {
    await rejects({ first: "<html>" }, /what is no JSON object/);
    await rejects({ first: '{"records": [' }, /what is no JSON object/);
    await rejects({ first: [] }, /what is no JSON object/);
    await rejects({ first: { records: {}, next: null } }, /without a list "records"/);
    await rejects({ first: { records: [] } }, /without a cursor "next", null on the last page/);
    await rejects({ first: { records: [], next: "" } }, /without a cursor "next"/);
  });

  it("refuses bytes that are not UTF-8", async () => {
    const latin1: HttpTransport = async () => ({
      status: 200,
      headers: {},
      body: Buffer.from('{"records": [{"job": "é"}], "next": null}', "latin1"),
    });
    await assert.rejects(extractFrom(latin1, s3WithContract()), {
      name: "SourceRejected",
      message: /not UTF-8/,
    });
  });

  it("refuses paging that comes round again", async () => {
    await rejects(
      { first: { records: [], next: "a" }, a: { records: [], next: "a" } },
      /gave the same cursor twice, on page 2/,
    );
  });

  it("refuses more pages than allowed", async () => {
    await rejects(
      {
        first: { records: [], next: "a" },
        a: { records: [], next: "b" },
        b: { records: [], next: "c" },
      },
      /has more than 3 pages/,
    );
  });

  it("refuses a host that is not allowed, before calling it", async () => {
    const api = { ...source, url: "https://api.example.net/" };
    await assert.rejects(extractFrom(unusedTransport, s3WithContract(), api), {
      name: "SourceRejected",
      message: /on host api\.example\.net, allowed are api\.example\.com/,
    });
  });
});
