import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { deliverSampleData } from "../../../sandbox/seed/deliver";

describe("deliverSampleData", function () {
  this.timeout(60_000);
  let server: Server;
  let delivered: string[];

  beforeEach(async () => {
    delivered = [];
    server = createServer((request, response) => {
      const { pathname } = new URL(String(request.url), "http://s3");
      delivered.push(`${request.method} ${decodeURIComponent(pathname)}`);
      request.resume().on("end", () => response.end());
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  async function deliver(until?: string): Promise<number> {
    return await deliverSampleData(
      {
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        region: "eu-west-1",
        credentials: { accessKeyId: "a", secretAccessKey: "s" },
        maxAttempts: 1,
      },
      { bucket: "raw", sourcePrefix: "source/day={logicalDate}/", lookupsPrefix: "lookups/", until },
    );
  }

  const lookups = ["education_levels", "job_categories"].map((name) => `PUT /raw/lookups/${name}.csv`);
  const days = (): readonly string[] => delivered.filter((request) => request.includes("/source/")).sort();

  it("puts a file for each day, and the lookup files", async () => {
    assert.equal(await deliver(), 563);
    assert.equal(new Set(delivered).size, 563);
    assert.ok(lookups.every((request) => delivered.includes(request)));
    assert.equal(days().at(-1), "PUT /raw/source/day=2010-11-17/contacts.csv");
  });

  it("puts the files of the days up to the one it is, that day's too", async () => {
    assert.equal(await deliver("2008-05-06"), 4);
    assert.deepEqual(days(), [
      "PUT /raw/source/day=2008-05-05/contacts.csv",
      "PUT /raw/source/day=2008-05-06/contacts.csv",
    ]);
  });

  it("puts only the lookup files before the first day", async () => {
    assert.equal(await deliver("2008-05-04"), 2);
    assert.deepEqual(delivered.sort(), lookups);
  });
});
