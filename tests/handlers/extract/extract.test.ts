import assert from "node:assert/strict";
import { CopyObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { extract } from "../../../handlers/extract/extract";
import { fromS3, landing, manifestOf, s3WithContract, sha256, tools } from "../fakes/extract-setup";
import { InMemoryS3, s3Error } from "../fakes/in-memory-s3";
import { run, sampleContract } from "../fakes/sample-contract";

const csv = "contact_id,job,balance\n1,admin.,20\n";
const folder = "source/marketing/contact_date=2008-11-21/";

describe("extract from S3", () => {
  it("lands every file of the date and pins it in the manifest", async () => {
    const s3 = s3WithContract({ pageSize: 1, chunkBytes: 7 });
    s3.put("raw", `${folder}contacts.csv`, csv);
    s3.put("raw", `${folder}late/more.csv`, "contact_id,job,balance\n");
    s3.put("raw", "source/marketing/contact_date=2008-11-22/contacts.csv", "other day");
    const result = await extract(fromS3, tools(s3));
    assert.deepEqual(result, {
      manifest: { bucket: "raw", key: `${landing.key}manifest.json` },
      files: 2,
      bytes: csv.length + 23,
    });
    const { files, lookups, ...identity } = manifestOf(s3);
    assert.deepEqual(identity, {
      formatVersion: 1,
      pipeline: "marketing",
      logicalDate: "2008-11-21",
      runId: "run-1",
    });
    assert.deepEqual(
      files.map(({ key, source, bytes, sha256: sum }) => ({ key, source, bytes, sum })),
      [
        {
          key: `${landing.key}data/contacts.csv`,
          source: `s3://raw/${folder}contacts.csv`,
          bytes: csv.length,
          sum: sha256(csv),
        },
        {
          key: `${landing.key}data/late/more.csv`,
          source: `s3://raw/${folder}late/more.csv`,
          bytes: 23,
          sum: sha256("contact_id,job,balance\n"),
        },
      ],
    );
    assert.deepEqual(
      lookups.map(({ name, key }) => ({ name, key })),
      [{ name: "job_categories", key: `${landing.key}lookups/job_categories.csv` }],
    );
    for (const { key, versionId, etag } of [...files, ...lookups]) {
      const landed = s3.objects.get(`raw/${key}`)!.at(-1)!;
      assert.equal(versionId, landed.versionId);
      assert.equal(etag, landed.etag);
    }
  });

  it("writes the manifest after every file it names", async () => {
    const s3 = s3WithContract();
    s3.put("raw", `${folder}contacts.csv`, csv);
    await extract(fromS3, tools(s3));
    assert.equal(s3.calls.at(-1), `PutObjectCommand raw/${landing.key}manifest.json`);
    assert.equal(s3.calls.filter((call) => call.startsWith("PutObject")).length, 1);
  });

  it("lands the same content when it is repeated", async () => {
    const s3 = s3WithContract({ versioned: false });
    s3.put("raw", `${folder}contacts.csv`, csv);
    const first = await extract(fromS3, tools(s3));
    const manifest = s3.text("raw", `${landing.key}manifest.json`);
    assert.deepEqual(await extract(fromS3, tools(s3)), first);
    assert.equal(s3.text("raw", `${landing.key}manifest.json`), manifest);
    assert.equal(s3.text("raw", `${landing.key}data/contacts.csv`), csv);
  });

  it("says where it looked when the date has no file", async () => {
    const s3 = s3WithContract();
    s3.put("raw", folder, "");
    await assert.rejects(extract(fromS3, tools(s3)), {
      name: "SourceMissing",
      message: /No file under s3:\/\/raw\/source\/marketing\/contact_date=2008-11-21\/ for 2008-11-21/,
    });
  });

  it("says which lookup has no file", async () => {
    const s3 = new InMemoryS3();
    s3.put(run.contract.bucket, run.contract.key, JSON.stringify(sampleContract));
    s3.put("raw", `${folder}contacts.csv`, csv);
    await assert.rejects(extract(fromS3, tools(s3)), {
      name: "SourceMissing",
      message: /lookup "job_categories" has no file s3:\/\/raw\/lookups\/marketing\/job_categories\.csv/,
    });
  });

  for (const name of [
    "../secret.csv",
    "%2e%2e%2fx.csv",
    "a%2fb.csv",
    "a\nb.csv",
    "a b.csv",
    "a//b.csv",
    ".x",
  ]) {
    it(`refuses the delivered key ${JSON.stringify(name)}`, async () => {
      const s3 = s3WithContract();
      s3.put("raw", `${folder}contacts.csv`, csv);
      s3.put("raw", `${folder}${name}`, csv);
      await assert.rejects(extract(fromS3, tools(s3)), { name: "SourceRejected", message: /is not plain/ });
      assert.ok(!s3.calls.some((call) => call.startsWith("CopyObject") && call.includes("/data/")));
    });
  }

  for (const versioned of [true, false]) {
    const kind = versioned ? "versioned" : "unversioned";

    it(`lands one consistent state of a file that is replaced while it is read (${kind})`, async () => {
      const s3 = s3WithContract({ versioned });
      s3.put("raw", `${folder}contacts.csv`, csv);
      let replaced = false;
      s3.before = (command, input) => {
        if (command instanceof CopyObjectCommand && String(input.Key).includes("/data/") && !replaced) {
          replaced = true;
          s3.put("raw", `${folder}contacts.csv`, "contact_id,job,balance\n2,,\n");
        }
      };
      await extract(fromS3, tools(s3));
      const [file] = manifestOf(s3).files;
      const landed = s3.text("raw", `${landing.key}data/contacts.csv`);
      assert.equal(landed, versioned ? csv : "contact_id,job,balance\n2,,\n");
      assert.equal(file.sha256, sha256(landed));
    });
  }

  it("gives up on a file that is replaced every time it is read", async () => {
    const s3 = s3WithContract({ versioned: false });
    s3.put("raw", `${folder}contacts.csv`, csv);
    let copies = 0;
    s3.before = (command, input) => {
      if (command instanceof CopyObjectCommand && String(input.Key).includes("/data/")) {
        s3.put("raw", `${folder}contacts.csv`, `${csv}${++copies}`);
      }
    };
    await assert.rejects(extract(fromS3, tools(s3)), {
      name: "SourceChanged",
      message: /contacts\.csv was replaced or removed twice/,
    });
    assert.equal(copies, 2);
    assert.ok(!s3.objects.has(`raw/${landing.key}manifest.json`));
  });

  for (const mayList of [true, false]) {
    const answer = mayList ? "404" : "403, as S3 does to who may not list";

    it(`gives up on a file that is removed before it is read (${answer})`, async () => {
      const s3 = s3WithContract({ mayList });
      s3.put("raw", `${folder}contacts.csv`, csv);
      s3.put("raw", `${folder}contacts.csv.md5`, "0");
      s3.before = (command, input) => {
        if (command instanceof HeadObjectCommand && String(input.Key).endsWith("contacts.csv")) {
          s3.objects.delete(`raw/${folder}contacts.csv`);
        }
      };
      await assert.rejects(extract(fromS3, tools(s3)), {
        name: "SourceChanged",
        message: /contacts\.csv was replaced or removed twice/,
      });
    });

    it(`lands a file that is removed and delivered again before it is read (${answer})`, async () => {
      const s3 = s3WithContract({ mayList });
      s3.put("raw", `${folder}contacts.csv`, csv);
      let looks = 0;
      s3.before = (command, input) => {
        if (!(command instanceof HeadObjectCommand) || !String(input.Key).startsWith(folder)) return;
        if (++looks === 1) s3.objects.delete(`raw/${folder}contacts.csv`);
        else s3.put("raw", `${folder}contacts.csv`, csv);
      };
      assert.equal((await extract(fromS3, tools(s3))).files, 1);
    });
  }

  for (const [command, name] of [
    [HeadObjectCommand, "Unknown"],
    [CopyObjectCommand, "AccessDenied"],
  ] as const) {
    it(`says which file is there and may not be copied when ${command.name} is refused`, async () => {
      const s3 = s3WithContract();
      s3.put("raw", `${folder}contacts.csv`, csv);
      const isRefused = (source: unknown): boolean => /contact_date=.*contacts\.csv/.test(String(source));
      s3.before = (sent, { Key, CopySource }) => {
        if (sent instanceof command && isRefused(CopySource ?? Key)) throw s3Error(name, 403);
      };
      await assert.rejects(extract(fromS3, tools(s3)), {
        name: "SourceRejected",
        message:
          /contact_date=2008-11-21\/contacts\.csv is there, but S3 answers 403 to its copy to s3:\/\/raw\/landing/,
      });
    });
  }

  it("does not hide other errors of S3", async () => {
    const s3 = s3WithContract();
    s3.put("raw", `${folder}contacts.csv`, csv);
    s3.before = (command, input) => {
      if (command instanceof CopyObjectCommand && String(input.Key).includes("/data/")) {
        throw s3Error("InternalError", 500);
      }
    };
    await assert.rejects(extract(fromS3, tools(s3)), { name: "InternalError" });
  });

  it("says what is wrong with the contract", async () => {
    for (const [text, fault] of [
      [undefined, /contracts\/contacts\/1\.json is missing or not readable \(S3 answers 403 to both\)/],
      ["{", /is not a JSON object/],
      ['{"formatVersion": 2}', /formatVersion 2 instead of 1/],
    ] as const) {
      const s3 = new InMemoryS3();
      if (text !== undefined) s3.put(run.contract.bucket, run.contract.key, text);
      await assert.rejects(extract(fromS3, tools(s3)), { name: "ContractInvalid", message: fault });
    }
  });
});
