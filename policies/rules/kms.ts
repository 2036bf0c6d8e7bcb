import { ANY_KEY, includesAll } from "../covered-resources";
import { allows, includesAction, isPublic } from "../policy-document";
import { numberOf, read } from "../resource";
import { must, resourceRule, type ResourceRule } from "../rule";
import { grantsOf, INLINE_POLICIES, MANAGED_POLICIES } from "./identity-policies";

const KEY = "aws:kms/key:Key";

function noDecryptionOfAllKeys(control: string, kind: string, types: readonly string[]): ResourceRule {
  return resourceRule({
    name: `${control}-${kind}-policies-name-keys`,
    controls: [control],
    checks: `No ${kind} policy allows kms:Decrypt or kms:ReEncryptFrom on every key.`,
    enforcement: "mandatory",
    types,
    check: (resource) =>
      grantsOf(resource).flatMap(({ place, statement }) => {
        const actions = ["kms:Decrypt", "kms:ReEncryptFrom"].filter((action) =>
          includesAction(statement, action),
        );
        const everyKey =
          statement.notResources.length > 0 || statement.resources.some((arn) => includesAll(arn, ANY_KEY));
        return actions.length > 0 && everyKey
          ? [
              `${place}, "${statement.label}" allows ${actions.join(" and ")} on every key. Set Resource to the keys' ARNs.`,
            ]
          : [];
      }),
  });
}

export const kmsRules: readonly ResourceRule[] = [
  noDecryptionOfAllKeys("KMS.1", "managed", MANAGED_POLICIES),
  noDecryptionOfAllKeys("KMS.2", "inline", INLINE_POLICIES),
  resourceRule({
    name: "KMS.3-deletion-can-be-undone",
    controls: ["KMS.3"],
    checks: "A key that is deleted can be brought back for 30 days, the longest that KMS offers.",
    enforcement: "mandatory",
    types: [KEY],
    check: (key) =>
      must(
        key,
        "deletionWindowInDays",
        (days) => days === undefined || numberOf(days) >= 30,
        "Set deletionWindowInDays to 30, or remove it",
      ),
  }),
  resourceRule({
    name: "KMS.4-key-rotates",
    controls: ["KMS.4", "CKV_AWS_7"],
    checks: "Every key that encrypts is rotated by KMS.",
    enforcement: "mandatory",
    types: [KEY],
    check: (key) =>
      [undefined, "SYMMETRIC_DEFAULT"].includes(read(key, "customerMasterKeySpec") as undefined)
        ? must(key, "enableKeyRotation", (on) => on === true, "Set enableKeyRotation to true")
        : [],
  }),
  resourceRule({
    name: "KMS.5-key-policy-not-public",
    controls: ["KMS.5", "CKV_AWS_33"],
    checks: "No key policy lets in everybody.",
    enforcement: "mandatory",
    types: [KEY, "aws:kms/keyPolicy:KeyPolicy"],
    check: (key) =>
      allows(read(key, "policy"))
        .filter(isPublic)
        .map(
          ({ label }) =>
            `policy, "${label}" lets in everybody. Name the principals, or add a condition on kms:CallerAccount.`,
        ),
  }),
];
