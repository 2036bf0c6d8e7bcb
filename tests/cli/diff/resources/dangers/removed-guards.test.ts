import assert from "node:assert/strict";

import { removedGuards } from "../../../../../cli/diff/resources/dangers/removed-guards";

const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

/** Type, path, the weaker change, what it says; the opposite change takes nothing away. */
const CASES: readonly (readonly [string, string, unknown, unknown, RegExp])[] = [
  ["aws:dynamodb/table:Table", "deletionProtectionEnabled", true, false, /no longer refused/],
  ["aws:dynamodb/table:Table", "deletionProtectionEnabled", true, undefined, /no longer refused/],
  ["aws:dynamodb/table:Table", "pointInTimeRecovery.enabled", true, false, /Point-in-time/],
  ["aws:dynamodb/table:Table", "pointInTimeRecovery", { enabled: true }, undefined, /Point-in-time/],
  ["aws:s3/bucket:Bucket", "forceDestroy", false, true, /two keys/],
  ["aws:kms/key:Key", "deletionWindowInDays", 30, 7, /7 days, no longer 30 days/],
  ["aws:cloudwatch/logGroup:LogGroup", "retentionInDays", 400, 14, /14 days, no longer 400 days/],
  ["aws:cloudwatch/logGroup:LogGroup", "retentionInDays", 0, 14, /14 days, no longer for ever/],
  ["aws:cloudwatch/logGroup:LogGroup", "skipDestroy", true, false, /no longer stays/],
  [LIFECYCLE, "rules[landing].expiration.days", 400, 30, /30 days, no longer 400 days/],
  [LIFECYCLE, "rules[new]", undefined, { expiration: { days: 30 } }, /30 days, no longer for ever/],
  [LIFECYCLE, "rules[tidy].noncurrentVersionExpiration.noncurrentDays", 90, 7, /Earlier versions/],
  [
    "aws:s3/bucketVersioning:BucketVersioning",
    "versioningConfiguration.status",
    "Enabled",
    "Suspended",
    /Versioning/,
  ],
  ["aws:sqs/queue:Queue", "messageRetentionSeconds", 100, 60, /60 seconds, no longer 100/],
  ["aws:redshiftserverless/namespace:Namespace", "finalSnapshotName", "last", undefined, /last snapshot/],
  ["aws:secretsmanager/secret:Secret", "recoveryWindowInDays", 30, 7, /7 days/],
];

describe("guards that a change takes away", () => {
  for (const [type, path, stronger, weaker, says] of CASES) {
    it(`are told when ${path} of a ${type.split(":")[2]} goes from ${JSON.stringify(stronger)} to ${JSON.stringify(weaker)}, not back`, () => {
      const [sentence, ...more] = removedGuards(
        type,
        [{ path, before: stronger, after: weaker, replaces: false }],
        [],
      );
      assert.match(sentence, says);
      assert.deepEqual(more, []);
      assert.deepEqual(
        removedGuards(type, [{ path, before: weaker, after: stronger, replaces: false }], []),
        [],
      );
    });
  }

  it("are the engine's protect and retainOnDelete", () => {
    for (const path of ["protect", "retainOnDelete"]) {
      const change = (before: boolean): readonly string[] =>
        removedGuards("aws:s3/bucket:Bucket", [], [{ path, before, after: !before, replaces: false }]);
      assert.match(change(true).join(), /two keys/);
      assert.deepEqual(change(false), []);
    }
  });

  it("are not looked for in properties of the same name of other types", () => {
    const change = { path: "retentionInDays", before: 400, after: 14, replaces: false };
    assert.deepEqual(removedGuards("aws:other/thing:Thing", [change], []), []);
  });
});
