import assert from "node:assert/strict";
import fc from "fast-check";
import { checkFile } from "../../contracts/schema-check";
import { compiledAfter, contract, custom, schemaObject } from "./contract-fixture";
import { check, first, good, header, problems, second } from "./delivered-file";

describe("the shape of a file", () => {
  const cases: Record<string, { file: string; says: string[] }> = {
    "another delimiter is named": {
      file: good.replaceAll(",", ";"),
      says: ['delimiter: fields are separated by ";", the contract says ","'],
    },
    "an empty file is a problem": { file: "", says: ["empty-file: the file is empty"] },
    "a file of blank lines is empty": {
      file: "\n\n",
      says: ["empty-file: the file has nothing but blank lines"],
    },
    "a header alone is a problem where the contract says a batch has rows": {
      file: `${header}\n`,
      says: ["no-rows: the file has a header and no rows; the contract says a batch has rows"],
    },
    "a last row that is short and unfinished is a truncated file": {
      file: good.slice(0, -30),
      says: ["truncated: the last row (line 3) has 10 of 18 fields: the file is truncated"],
    },
    "a file that ends in a quoted field is truncated": {
      file: `${good}3,31,"man`,
      says: ["truncated: the file ends inside a quoted field: it is truncated, or a quote is not doubled"],
    },
    "a row with too few fields is named with its line": {
      file: `${header}\n1,58\n${second}\n`,
      says: ["field-count: line 2 has 2 fields, the header has 18"],
    },
    "rows with too many fields are one problem": {
      file: `${header}\n${first},x\n${second},x,y\n`,
      says: ["field-count: 2 rows, the first in line 2 with 19 fields, the header has 18"],
    },
    "a quote inside a field is named with its line": {
      file: `${header}\n${first}\n${second.replace("technician", 'tech"nician')}\n`,
      says: ["quoting: line 3 has a quote inside a field: quote the whole field and double the quotes in it"],
    },
    "a byte order mark is a problem, and the only one": {
      file: `\ufeff${good}`,
      says: ["byte-order-mark: the file starts with a byte order mark; save it as UTF-8 without one"],
    },
  };
  for (const [claim, { file, says }] of Object.entries(cases)) {
    it(claim, async () => {
      assert.deepEqual(await problems(file), says);
    });
  }

  it("a header alone is fine where the contract lets a batch be empty", async () => {
    const relaxed = compiledAfter((draft) => {
      const source = schemaObject(draft, "contacts");
      source.quality = source.quality.filter((rule) => rule.id !== "batch_is_not_empty");
    });
    assert.deepEqual(await check(`${header}\n`, 7, relaxed), { rows: 0, problems: [] });
  });

  it("a byte order mark is fine where the contract allows it", async () => {
    const lenient = compiledAfter((draft) => {
      custom(schemaObject(draft, "contacts"), "allowByteOrderMark").value = true;
    });
    assert.deepEqual(await check(`\ufeff${good}`, 1, lenient), { rows: 2, problems: [] });
  });

  it("a quote that is never closed does not fill the memory", async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${header}\n"`);
      for (;;) yield Buffer.alloc(65_536, "a");
    }
    const { problems: found } = await checkFile(contract, "contacts.csv", endless());
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ["quoting"],
    );
  });
});

describe("the encoding of a file", () => {
  it("a file in Latin-1 is named with the line before its first wrong byte", async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${header}\n${first}\n2,44,`),
      Buffer.from("géomètre\n", "latin1"),
    ]);
    assert.deepEqual(await problems(bytes), [
      "encoding: the file is not UTF-8: bytes that are none after line 3; save it as UTF-8",
    ]);
  });

  it("a file that ends within a character is not UTF-8", async () => {
    const [problem] = await problems(Buffer.concat([Buffer.from(good), Buffer.from([0xc3])]));
    assert.match(problem, /^encoding:/);
  });

  it("a UTF-16 file is recognised by its byte order mark", async () => {
    assert.deepEqual(await problems(Buffer.from(`\ufeff${good}`, "utf16le")), [
      "encoding: the file is UTF-16, by its byte order mark; save it as UTF-8",
    ]);
  });

  it("a UTF-16 file without a mark is recognised by its NUL bytes", async () => {
    const [problem] = await problems(Buffer.from(good, "utf16le"));
    assert.match(problem, /^encoding: the file has NUL characters/);
  });

  it("no file of random bytes throws", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const { problems: found } = await check(bytes);
        assert.notEqual(found.length, 0);
      }),
    );
  });

  it("an error of the storage is not taken for one of the file", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${header}\n`);
      throw new Error("connection reset");
    }
    await assert.rejects(checkFile(contract, "contacts.csv", broken()), /connection reset/);
  });
});
