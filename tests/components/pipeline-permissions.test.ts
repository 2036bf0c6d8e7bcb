import assert from "node:assert/strict";

import {
  extractPermissions,
  reconcilePermissions,
  startLoadPermissions,
  validateSchemaPermissions,
} from "../../components/pipeline-permissions";
import type { PipelineScope } from "../../components/pipeline-scope";
import { childWorkflow, parentWorkflow } from "../../components/pipeline-workflows";
import { marketing } from "../../pipelines/marketing";
import type { PipelineSpec } from "../../pipelines/pipeline-spec";
import { names } from "./fixtures";

const RAW = names.s3(names.bucket("raw"));

function scope(source: PipelineSpec["source"]): PipelineScope {
  return {
    names,
    spec: { ...marketing, source },
    buckets: {
      raw: names.bucket("raw"),
      curated: names.bucket("curated"),
      quarantine: names.bucket("quarantine"),
      artifacts: names.bucket("artifacts"),
    },
    contract: { bucket: names.bucket("artifacts"), key: "contracts/contacts/abc.json" },
  };
}

const api = {
  kind: "api",
  url: "https://api.example.com/contacts?date={logicalDate}",
  allowedHosts: ["api.example.com"],
  recordsField: "records",
  cursorField: "next",
  cursorParameter: "cursor",
  maxPages: 100,
} as const;

describe("extractPermissions", () => {
  const bySid = (source: PipelineSpec["source"]) =>
    Object.fromEntries(extractPermissions(scope(source)).map((permission) => [permission.sid, permission]));

  it("reads an S3 source below the fixed part of its prefix, every date of it", () => {
    const { ReadDelivered } = bySid({ kind: "s3", prefix: "feeds/calls/day={logicalDate}/part/" });
    assert.deepEqual(ReadDelivered.resources, [
      `${RAW}/feeds/calls/*`,
      `${RAW}/lookups/marketing/*`,
      `${RAW}/landing/marketing/*`,
    ]);
  });

  it("reads no deliveries for an API source, and may clear away an upload that failed", () => {
    const { ReadDelivered, WriteLanding } = bySid(api);
    assert.deepEqual(ReadDelivered.resources, [`${RAW}/lookups/marketing/*`, `${RAW}/landing/marketing/*`]);
    assert.deepEqual(WriteLanding.actions, ["s3:PutObject", "s3:AbortMultipartUpload"]);
  });
});

describe("handlers", () => {
  const s3 = { kind: "s3", prefix: "source/marketing/contact_date={logicalDate}/" } as const;

  it("may list nothing but the prefixes that extract reads, so a missing object is 403 to them", () => {
    const lists = [
      extractPermissions,
      validateSchemaPermissions,
      startLoadPermissions,
      reconcilePermissions,
    ].flatMap((permissions) =>
      permissions(scope(s3)).filter(({ actions }) => actions.some((action) => action.startsWith("s3:List"))),
    );
    assert.deepEqual(lists, [
      {
        sid: "ListDelivered",
        actions: ["s3:ListBucket"],
        resources: [RAW],
        conditions: { StringLike: { "s3:prefix": ["source/marketing/*", "lookups/marketing/*"] } },
      },
    ]);
  });
});

describe("parentWorkflow", () => {
  const platform = {
    tableName: "runs",
    tableArn: names.table("runs"),
    topicArn: names.topic("notifications"),
    glueScriptUri: "s3://artifacts/glue/abc/transform.py",
    gluePackageUri: "s3://artifacts/glue/abc/stepline_glue.zip",
  };
  const source = (of: PipelineSpec["source"]): unknown => {
    const child = childWorkflow(scope(of), platform);
    const extract = parentWorkflow(scope(of), platform, child).definition.States.Extract;
    assert.ok(extract.Type === "Task");
    return (extract.Arguments.Payload as Record<string, unknown>).source;
  };

  it("hands the extract an S3 source with the raw bucket, and an API source as it is", () => {
    assert.deepEqual(source({ kind: "s3", prefix: "source/marketing/" }), {
      kind: "s3",
      bucket: names.bucket("raw"),
      prefix: "source/marketing/",
    });
    assert.deepEqual(source(api), api);
  });
});
