import { AwsError } from "../../types";
import { header, type RequestHead } from "../wire-request";
import type { Identified } from "./model";
import { identifyOperation } from "./s3-routes";

/** Headers that are condition keys under their own name. */
export const CONDITION_HEADERS = [
  ...[
    "x-amz-acl",
    "x-amz-copy-source",
    "x-amz-server-side-encryption",
    "x-amz-storage-class",
    "x-amz-content-sha256",
  ],
  ...["x-amz-server-side-encryption-aws-kms-key-id", "if-match", "if-none-match"],
];

export type Input = Readonly<Record<string, unknown>>;

/** Members of an S3 request: the path's, the version, and the headers that decide. */
export function identify(head: RequestHead, body: Buffer): Identified {
  const { operation, bucket, key } = identifyOperation(head);
  const headers = Object.fromEntries(
    [...CONDITION_HEADERS, "x-amz-tagging", "x-amz-checksum-mode"].map((name) => [name, header(head, name)]),
  );
  return {
    operation,
    input: {
      Bucket: bucket,
      Key: key,
      VersionId: head.query.get("versionId") ?? undefined,
      Prefix: head.query.get("prefix") ?? undefined,
      Delimiter: head.query.get("delimiter") ?? undefined,
      MaxKeys: head.query.get("max-keys") ?? undefined,
      presigned: head.query.has("X-Amz-Signature"),
      headers,
      ...(operation === "DeleteObjects" ? { Delete: deletions(body) } : {}),
    },
  };
}

/** `<Delete><Object><Key>a&amp;b</Key><VersionId>1</VersionId></Object>...</Delete>` */
function deletions(body: Buffer): { Key: string; VersionId?: string }[] {
  const objects = [...body.toString("utf8").matchAll(/<Object>([^]*?)<\/Object>/g)].map(([, inner = ""]) => {
    const member = (name: string) => new RegExp(`<${name}>([^]*?)</${name}>`).exec(inner)?.[1];
    const [key, version] = [member("Key"), member("VersionId")];
    if (key === undefined) {
      throw malformed();
    }
    return { Key: unescapeXml(key), ...(version === undefined ? {} : { VersionId: unescapeXml(version) }) };
  });
  if (objects.length === 0) {
    throw malformed();
  }
  return objects;
}

function malformed(): AwsError {
  return new AwsError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our schema",
    400,
  );
}

function unescapeXml(text: string): string {
  return text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole: string, name: string) => {
    const digits = /^#(x?)([0-9a-f]+)$/i.exec(name);
    return digits === null
      ? (NAMED_CHARACTERS.get(name) ?? whole)
      : String.fromCodePoint(parseInt(digits[2], digits[1] === "" ? 10 : 16));
  });
}

const NAMED_CHARACTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({ lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" }),
);
