import { isObject } from "../properties/difference";
import type { PropertyChange } from "../resource-change";

/** A value at the end of a property's path: flags, numbers, texts. */
interface Leaf {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

interface Rule {
  /** Part of the type; absent: of any. */
  readonly type?: string;
  readonly path: RegExp;
  readonly weaker: (leaf: Leaf) => boolean;
  readonly says: (leaf: Leaf) => string;
}

const turnedOff = ({ before, after }: Leaf): boolean => before === true && after !== true;
const turnedOn = ({ before, after }: Leaf): boolean => before !== true && after === true;
const fewer = ({ before, after }: Leaf): boolean =>
  typeof before === "number" && typeof after === "number" && after < before;
/** Where nothing, or zero, means for ever. */
const sooner = ({ before, after }: Leaf): boolean =>
  typeof after === "number" && after > 0 && (typeof before !== "number" || before === 0 || after < before);

const days = (value: unknown): string =>
  typeof value === "number" && value > 0 ? `${value} days` : "for ever";

/** What makes losing data easier, by the property that does. */
const RULES: readonly Rule[] = [
  {
    path: /^deletionProtection(Enabled)?$/,
    weaker: turnedOff,
    says: ({ path }) => `AWS's deletion protection (\`${path}\`) goes: a deletion is no longer refused.`,
  },
  {
    path: /^forceDestroy$/,
    weaker: turnedOn,
    says: () =>
      "`forceDestroy` comes: deleting it deletes what is in it, and AWS no longer refuses. One of the two keys to deleting data is gone.",
  },
  {
    path: /^skipDestroy$/,
    weaker: turnedOff,
    says: () => "`skipDestroy` goes: it no longer stays in AWS when the stack gives it up.",
  },
  {
    type: "aws:dynamodb/",
    path: /^pointInTimeRecovery\.enabled$/,
    weaker: turnedOff,
    says: () =>
      "Point-in-time recovery goes, and with it the backups of the last 35 days: rows that are overwritten or deleted can't be brought back.",
  },
  {
    type: "aws:kms/",
    path: /^deletionWindowInDays$/,
    weaker: fewer,
    says: ({ before, after }) =>
      `A deleted key can be brought back for ${days(after)}, no longer ${days(before)}.`,
  },
  {
    type: "aws:secretsmanager/",
    path: /^recoveryWindowInDays$/,
    weaker: fewer,
    says: ({ before, after }) =>
      `A deleted secret can be brought back for ${days(after)}, no longer ${days(before)}.`,
  },
  {
    type: "aws:cloudwatch/logGroup",
    path: /^retentionInDays$/,
    weaker: sooner,
    says: ({ before, after }) =>
      `Logs are kept ${days(after)}, no longer ${days(before)}: CloudWatch deletes the older ones within days of the deployment.`,
  },
  {
    type: "aws:s3/bucketVersioning",
    path: /^versioningConfiguration\.status$/,
    weaker: ({ before, after }) => before === "Enabled" && after !== "Enabled",
    says: () => "Versioning goes: what is overwritten or deleted from now on can't be brought back.",
  },
  {
    type: "aws:s3/bucketLifecycleConfiguration",
    path: /\.expiration\.days$/,
    weaker: sooner,
    says: ({ path, before, after }) =>
      `Objects are kept ${days(after)}, no longer ${days(before)} (\`${path}\`): S3 deletes the older ones after the deployment.`,
  },
  {
    type: "aws:s3/bucketLifecycleConfiguration",
    path: /\.noncurrentVersionExpiration\.noncurrentDays$/,
    weaker: sooner,
    says: ({ path, before, after }) =>
      `Earlier versions of objects are kept ${days(after)}, no longer ${days(before)} (\`${path}\`).`,
  },
  {
    type: "aws:sqs/queue",
    path: /^messageRetentionSeconds$/,
    weaker: fewer,
    says: ({ before, after }) =>
      `Messages are kept ${String(after)} seconds, no longer ${String(before)}: older ones are lost.`,
  },
  {
    type: "aws:redshiftserverless/namespace",
    path: /^finalSnapshotName$/,
    weaker: ({ before, after }) => before !== undefined && after === undefined,
    says: () => "No last snapshot is taken any more before the namespace is deleted (`finalSnapshotName`).",
  },
];

/** Of the engine's options. */
const OPTIONS: readonly Rule[] = [
  {
    path: /^protect$/,
    weaker: turnedOff,
    says: () =>
      "`protect` goes: Pulumi no longer refuses to delete or replace it. One of the two keys to deleting data is gone.",
  },
  {
    path: /^retainOnDelete$/,
    weaker: turnedOff,
    says: () =>
      "`retainOnDelete` goes: it no longer stays in AWS when the stack gives it up. One of the two keys to deleting data is gone.",
  },
];

/** Guards against losing data that a change takes away, a sentence each. */
export function removedGuards(
  type: string,
  properties: readonly PropertyChange[],
  options: readonly PropertyChange[],
): readonly string[] {
  const rules = RULES.filter((rule) => rule.type === undefined || type.startsWith(rule.type));
  return [...sentences(OPTIONS, options), ...sentences(rules, properties)];
}

function sentences(rules: readonly Rule[], changes: readonly PropertyChange[]): readonly string[] {
  return changes
    .flatMap(leaves)
    .flatMap((leaf) =>
      rules.filter(({ path, weaker }) => path.test(leaf.path) && weaker(leaf)).map(({ says }) => says(leaf)),
    );
}

/** What differs inside a value that is there on one side only, too. */
function leaves({ path, before, after }: Leaf): readonly Leaf[] {
  const sides = [before, after].filter(isObject);
  if (sides.length === 0) {
    return [{ path, before, after }];
  }
  const keys = [...new Set(sides.flatMap(Object.keys))];
  return keys.flatMap((key) =>
    leaves({
      path: `${path}.${key}`,
      before: isObject(before) ? before[key] : undefined,
      after: isObject(after) ? after[key] : undefined,
    }),
  );
}
