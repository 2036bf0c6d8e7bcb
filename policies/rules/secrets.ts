import { numberOf, ofType, read, refersTo, UNKNOWN } from "../resource";
import { given, must, ownKey, resourceRule, type Rule, shown, stackRule } from "../rule";

const SECRET = "aws:secretsmanager/secret:Secret";
const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";
const LONGEST_DAYS = 90;

export const secretsRules: readonly Rule[] = [
  stackRule({
    name: "SecretsManager.1-rotates",
    controls: ["SecretsManager.1", "SMG4"],
    checks:
      "Every secret that the stack makes is rotated. Redshift rotates the one that it manages, every 30 days.",
    enforcement: "mandatory",
    check: (resources) =>
      ofType(resources, [SECRET])
        .filter(
          (secret) =>
            !ofType(resources, [ROTATION]).some((rotation) => refersTo(rotation, "secretId", secret)),
        )
        .map((resource) => ({ resource, problem: "it is not rotated. Declare a SecretRotation for it." })),
  }),
  resourceRule({
    name: "SecretsManager.4-rotates-often",
    controls: ["SecretsManager.4"],
    checks: `Every secret is rotated within ${LONGEST_DAYS} days.`,
    enforcement: "mandatory",
    types: [ROTATION],
    check: (rotation) => {
      const days = read(rotation, "rotationRules.automaticallyAfterDays");
      const expression = read(rotation, "rotationRules.scheduleExpression");
      return days === UNKNOWN || given(expression) || (given(days) && numberOf(days) <= LONGEST_DAYS)
        ? []
        : [`rotationRules.automaticallyAfterDays is ${shown(days)}. Set it to ${LONGEST_DAYS} or less.`];
    },
  }),
  resourceRule({
    name: "SecretsManager-encrypted-with-own-key",
    controls: ["CKV_AWS_149"],
    checks: "Every secret is encrypted with a key of the account's own, Redshift's admin password too.",
    enforcement: "mandatory",
    types: [SECRET, "aws:redshiftserverless/namespace:Namespace"],
    check: (resource) => {
      if (resource.type === SECRET) {
        return must(resource, "kmsKeyId", ownKey, "Set kmsKeyId to a key's ARN");
      }
      return read(resource, "manageAdminPassword") === true
        ? must(
            resource,
            "adminPasswordSecretKmsKeyId",
            ownKey,
            "Set adminPasswordSecretKmsKeyId to a key's ARN",
          )
        : [];
    },
  }),
];
