import type { Permission } from "./iam/permission";
import { forAll } from "./iam/telemetry";
import type { Names } from "./naming";
import type { PipelineScope } from "./pipeline-scope";

/** Lists and reads what producers deliver, copies it to landing, reads the copy back for its checksum. */
export function extractPermissions(scope: PipelineScope): readonly Permission[] {
  const { names, spec, buckets } = scope;
  const delivered = [...(spec.source.kind === "s3" ? [fixedPart(spec.source.prefix)] : []), spec.lookups];
  const landing = names.s3(buckets.raw, `landing/${spec.name}/*`);
  return [
    readContract(scope),
    listPrefixes(
      "ListDelivered",
      names,
      buckets.raw,
      delivered.map((prefix) => `${prefix}*`),
    ),
    {
      sid: "ReadDelivered",
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      resources: [...delivered.map((prefix) => names.s3(buckets.raw, `${prefix}*`)), landing],
    },
    {
      sid: "WriteLanding",
      // Pages of an API are uploaded in parts, which a failure clears away.
      actions: ["s3:PutObject", ...(spec.source.kind === "api" ? ["s3:AbortMultipartUpload"] : [])],
      resources: [landing],
    },
  ];
}

/** Reads a run's landed files, and writes the report of a refused batch. */
export function validateSchemaPermissions(scope: PipelineScope): readonly Permission[] {
  const { names, spec, buckets } = scope;
  return [
    readContract(scope),
    {
      sid: "ReadLanding",
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      resources: [names.s3(buckets.raw, `landing/${spec.name}/*`)],
    },
    {
      sid: "WriteReport",
      actions: ["s3:PutObject"],
      resources: [names.s3(buckets.quarantine, `${spec.name}/*/schema-report.json`)],
    },
  ];
}

/** Reads the COPY manifest; the child workflow asks about the statement, and cancels it, under this role. */
export function startLoadPermissions(scope: PipelineScope): readonly Permission[] {
  const { names, spec, buckets } = scope;
  return [
    readContract(scope),
    {
      sid: "ReadCopyManifest",
      actions: ["s3:GetObject"],
      resources: [names.s3(buckets.curated, `${spec.name}/*/_copy_manifest.json`)],
    },
    {
      sid: "FollowStatement",
      actions: ["redshift-data:DescribeStatement", "redshift-data:CancelStatement"],
      resources: ["*"],
      reason: "The Data API has no resource type for statements; it shows a role only its own.",
    },
  ];
}

/** Reads what the Glue job counted, and asks the warehouse what it loaded. */
export function reconcilePermissions(scope: PipelineScope): readonly Permission[] {
  const { names, spec, buckets } = scope;
  return [
    readContract(scope),
    {
      sid: "ReadSummary",
      actions: ["s3:GetObject"],
      resources: [names.s3(buckets.curated, `${spec.name}/*/_summary.json`)],
    },
    {
      sid: "ReadStatement",
      actions: ["redshift-data:DescribeStatement", "redshift-data:GetStatementResult"],
      resources: ["*"],
      reason: "The Data API has no resource type for statements; it shows a role only its own.",
    },
  ];
}

/** Running SQL in the workgroup; AWS makes part of its ARN. */
export function warehousePermissions(
  workgroupArn: string,
  statement: "redshift-data:ExecuteStatement" | "redshift-data:BatchExecuteStatement",
): readonly Permission[] {
  return [
    {
      sid: "RunSql",
      actions: [statement, "redshift-serverless:GetCredentials"],
      resources: [workgroupArn],
    },
  ];
}

/** Reads landed files, contract and code; writes curated and quarantined ones. */
export function transformPermissions(scope: PipelineScope): readonly Permission[] {
  const { names, spec, buckets } = scope;
  const written = [buckets.curated, buckets.quarantine];
  return [
    readContract(scope),
    {
      sid: "ReadCode",
      actions: ["s3:GetObject"],
      // Every version of it: a run that is under way keeps the one it began with.
      resources: [names.s3(buckets.artifacts, "glue/*")],
    },
    {
      sid: "ReadLanding",
      actions: ["s3:GetObject"],
      resources: [names.s3(buckets.raw, `landing/${spec.name}/*`)],
    },
    listPrefixes("ListLanding", names, buckets.raw, [`landing/${spec.name}/*`]),
    {
      sid: "WriteResults",
      // Hadoop writes to temporary names, moves, and removes its folder markers; it looks at parents before it makes a folder.
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      resources: written.flatMap((bucket) =>
        [spec.name, `${spec.name}_$folder$`, `${spec.name}/*`].map((key) => names.s3(bucket, key)),
      ),
      unproved: {
        "s3:AbortMultipartUpload":
          "Clears the parts of a large file away when writing it fails; the files of a sample day are one part each.",
        [names.s3(buckets.quarantine, spec.name)]:
          "Hadoop looks at the parents of a folder it makes; at which of them differs between S3A and Glue's S3 client.",
        ...forAll(
          written.map((bucket) => names.s3(bucket, `${spec.name}_$folder$`)),
          "Glue's S3 client marks folders with such objects; S3A, which runs offline, does not.",
        ),
      },
    },
    ...written.map((bucket, index) =>
      mayMiss(
        listPrefixes(index === 0 ? "ListCurated" : "ListQuarantine", names, bucket, [
          spec.name,
          `${spec.name}/*`,
        ]),
      ),
    ),
    {
      sid: "LocateBuckets",
      actions: ["s3:GetBucketLocation"],
      resources: [buckets.raw, ...written, buckets.artifacts].map((bucket) => names.s3(bucket)),
      unproved: {
        "s3:GetBucketLocation": "Glue's S3 client asks where a bucket is; S3A, which runs offline, does not.",
      },
    },
  ];
}

function readContract({ names, contract }: PipelineScope): Permission {
  // Every version of the contract: a run that is under way keeps the one it began with.
  const folder = contract.key.slice(0, contract.key.lastIndexOf("/"));
  return {
    sid: "ReadContract",
    actions: ["s3:GetObject"],
    resources: [names.s3(contract.bucket, `${folder}/*`)],
  };
}

function listPrefixes(sid: string, names: Names, bucket: string, prefixes: readonly string[]): Permission {
  return {
    sid,
    actions: ["s3:ListBucket"],
    resources: [names.s3(bucket)],
    conditions: { StringLike: { "s3:prefix": prefixes } },
  };
}

/**
 * S3 answers 404 for a missing object only to who may list the bucket, else 403; a request for an object has no prefix, and
 * the plain condition fails without one. Hadoop asks for what is not there yet before it writes, and has to know. The price:
 * a listing without a prefix, which is the whole bucket's, is allowed as well. Handlers do without (docs/decisions/missing-objects.md).
 */
function mayMiss(permission: Permission): Permission {
  const { StringLike } = permission.conditions ?? {};
  return { ...permission, conditions: { StringLikeIfExists: StringLike } };
}

/** Of `source/marketing/contact_date={logicalDate}/`: `source/marketing/`. */
function fixedPart(prefix: string): string {
  const upTo = prefix.indexOf("{");
  return upTo < 0 ? prefix : prefix.slice(0, prefix.lastIndexOf("/", upTo) + 1);
}
