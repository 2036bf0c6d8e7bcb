import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { UploadPartCommand } from "@aws-sdk/client-s3";
import { uploadText } from "../../../handlers/extract/landing-upload";
import { InMemoryS3 } from "../fakes/in-memory-s3";

const target = { bucket: "raw", key: "landing/data/records.csv" };

async function* pieces(...given: string[]): AsyncGenerator<string> {
  yield* given;
}

describe("uploadText", () => {
  it("puts a small file in one request", async () => {
    const s3 = new InMemoryS3();
    const uploaded = await uploadText(s3.client, target, pieces("a\n", "é\n"));
    assert.equal(s3.text(target.bucket, target.key), "a\né\n");
    assert.deepEqual(s3.calls, ["PutObjectCommand raw/landing/data/records.csv"]);
    assert.equal(uploaded.bytes, 5);
    assert.equal(uploaded.sha256, createHash("sha256").update("a\né\n").digest("hex"));
  });

  it("sends a large one in parts, each as soon as it is full", async () => {
    const s3 = new InMemoryS3();
    const uploaded = await uploadText(s3.client, target, pieces("aaaa", "bbbb", "cccc", "dddd", "e"), 8);
    assert.equal(s3.text(target.bucket, target.key), "aaaabbbbccccdddde");
    assert.deepEqual(
      s3.calls.map((call) => call.split(" ")[0]),
      [
        "CreateMultipartUploadCommand",
        "UploadPartCommand",
        "UploadPartCommand",
        "UploadPartCommand",
        "CompleteMultipartUploadCommand",
      ],
    );
    assert.equal(uploaded.bytes, 17);
  });

  it("sends no empty last part", async () => {
    const s3 = new InMemoryS3();
    await uploadText(s3.client, target, pieces("aaaa", "bbbb"), 8);
    assert.equal(s3.calls.filter((call) => call.startsWith("UploadPart")).length, 1);
  });

  it("leaves no paid-for parts behind when the source fails", async () => {
    const s3 = new InMemoryS3();
    async function* failing(): AsyncGenerator<string> {
      yield "aaaaaaaa";
      throw new Error("source broke");
    }
    await assert.rejects(uploadText(s3.client, target, failing(), 8), /source broke/);
    assert.equal(s3.openUploads.size, 0);
    assert.equal(s3.objects.size, 0);
  });

  it("leaves none behind when S3 fails", async () => {
    const s3 = new InMemoryS3();
    s3.before = (command, input) => {
      if (command instanceof UploadPartCommand && input.PartNumber === 2) throw new Error("S3 broke");
    };
    await assert.rejects(uploadText(s3.client, target, pieces("aaaaaaaa", "bbbbbbbb"), 8), /S3 broke/);
    assert.equal(s3.openUploads.size, 0);
  });
});
