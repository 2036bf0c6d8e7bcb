import assert from "node:assert/strict";
import { csvPieces } from "../../../handlers/extract/csv-rows";
import { sampleContract } from "../fakes/sample-contract";

async function csv(...pages: unknown[][]): Promise<string> {
  async function* given(): AsyncGenerator<unknown[]> {
    yield* pages;
  }
  const pieces: string[] = [];
  for await (const piece of csvPieces(sampleContract.source, given())) pieces.push(piece);
  return pieces.join("");
}

async function rejects(record: unknown, message: RegExp): Promise<void> {
  await assert.rejects(csv([record]), { name: "SourceRejected", message });
}

describe("csvPieces", () => {
  it("writes the contract's columns in their order, whatever the order of members", async () => {
    assert.equal(
      await csv(
        [{ job: "admin.", contact_id: 1, balance: -20 }],
        [{ contact_id: "2", balance: 1.5, job: true }],
      ),
      "contact_id,job,balance\n1,admin.,-20\n2,true,1.5\n",
    );
  });

  it("quotes what RFC 4180 asks for", async () => {
    assert.equal(
      await csv([{ contact_id: 1, job: 'a "b", c', balance: "x\r\ny" }]),
      'contact_id,job,balance\n1,"a ""b"", c","x\r\ny"\n',
    );
  });

  it("writes an absent or null member as an empty field", async () => {
    assert.equal(await csv([{ contact_id: 1, job: null }]), "contact_id,job,balance\n1,,\n");
  });

  it("writes the header alone when there are no records", async () => {
    assert.equal(await csv([]), "contact_id,job,balance\n");
  });

  it("names members that the contract does not have", async () => {
    await rejects({ contact_id: 1, email: "x", phone: "y" }, /Record 1 .* name: "email", "phone"\./);
  });

  it("names no members that may be values, and at most ten", async () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, number) => [`m${number}`, 1]));
    await rejects({ email: "x", "ann@example.com": "y", "+49 30 1": 1 }, /name: "email" and 2 more\./);
    await rejects({ "ann@example.com": {} }, /name: 1 that are no plain names\./);
    await rejects(many, /"m8", "m9" and 2 more\./);
  });

  it("does not mistake inherited members for delivered ones", async () => {
    const record = JSON.parse('{"contact_id": 1, "__proto__": {"job": "x"}}') as unknown;
    await rejects(record, /"__proto__"/);
  });

  it("refuses what has no exact text", async () => {
    await rejects(JSON.parse('{"balance": 12345678901234567890}'), /"balance" a number that JSON rounds/);
    await rejects({ job: { code: 1 } }, /"job" a list or an object/);
    await rejects({ job: "\ud800" }, /"job" text that is not valid Unicode/);
    await rejects(["1"], /Record 1 of the source is no JSON object/);
  });
});
