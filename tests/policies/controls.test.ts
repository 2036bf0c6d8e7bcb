import assert from "node:assert/strict";
import { OUT_OF_SCOPE } from "../../policies/out-of-scope";
import { RULES } from "../../policies/rules/all";
import { standardOf, STANDARDS } from "../../policies/standards";

function numbered(service: string, ...numbers: readonly number[]): readonly string[] {
  return numbers.map((number) => `${service}.${number}`);
}

/** The controls of AWS's standards for what the program uses, and of the catalogues that know more (autumn 2026). */
const CONTROLS: readonly string[] = [
  ...numbered("StepFunctions", 1),
  ...numbered("Lambda", 1, 2, 3, 5, 6, 7),
  ...numbered("DynamoDB", 1, 2, 4, 5, 6),
  ...numbered("S3", 1, 2, 3, 5, 6, 8, 9, 10, 12, 13, 14, 15, 17, 20, 22, 23),
  ...numbered("SNS", 1, 2, 3, 4),
  ...numbered("SQS", 1, 3),
  ...numbered("Glue", 1, 3, 4),
  ...numbered("RedshiftServerless", 1, 2, 3, 4, 5, 6),
  ...numbered("KMS", 1, 2, 3, 4, 5),
  ...numbered("IAM", 1, 21),
  ...numbered("SecretsManager", 1, 2, 3, 4),
  ...numbered("EC2", 2, 6, 10, 15, 18, 19, 21, 53, 54, 55, 56, 57, 58, 60, 172),
  ...["CloudTrail", "Config", "GuardDuty", "Macie"],
  ...numbered("Redshift", 15),
  ...numbered("EventBridge", 3),
  ...numbered("CloudWatch", 15, 16, 17),
  ...[7, 33, 50, 60, 61, 66, 99, 115, 116, 117, 119, 149, 158, 173, 195].map((id) => `CKV_AWS_${id}`),
  ...[272, 274, 282, 284, 285, 297, 319, 338, 363].map((id) => `CKV_AWS_${id}`),
  ...["SF1", "GL1", "GL3", "SNS3", "SQS3", "SQS4", "S10", "IAM4", "IAM5", "EC23", "VPC7", "SMG4", "DDB3"],
  ...["glue_etl_jobs_no_secrets_in_arguments", "glue_etl_jobs_logging_enabled"],
  ...["stepfunctions_statemachine_no_secrets_in_definition", "stepfunctions_statemachine_encrypted_with_cmk"],
];

describe("controls", () => {
  const checked = new Set(RULES.flatMap(({ controls }) => controls));
  const left = OUT_OF_SCOPE.map(({ control }) => control);

  it("are each checked by a rule, or out of scope with a reason", () => {
    assert.deepEqual(
      CONTROLS.filter((control) => !checked.has(control) && !left.includes(control)),
      [],
    );
  });

  it("are not both", () => {
    assert.deepEqual(
      left.filter((control) => checked.has(control)),
      [],
    );
    assert.equal(new Set(left).size, left.length);
  });

  it("are all known, so that a misspelt one is noticed", () => {
    const known = [...CONTROLS, "own"];
    assert.deepEqual(
      [...checked, ...left].filter((control) => !known.includes(control)),
      [],
    );
  });

  it("name the rule that checks them, where AWS's standard has them", () => {
    for (const { name, controls } of RULES) {
      const inName = /^([A-Za-z0-9]+\.\d+)-/.exec(name)?.[1];
      assert.equal(
        controls.find((control) => /^[A-Za-z0-9]+\.\d+$/.test(control)),
        inName,
        name,
      );
    }
  });

  it("each have their standard, where they are Security Hub's, and there is none for another", () => {
    const securityHub = [...checked, ...left].filter((control) => /^[A-Za-z0-9]+\.\d+$/.test(control));
    assert.deepEqual(Object.keys(STANDARDS).sort(), securityHub.sort());
  });

  it("are told under the standard that has them, not all as Foundational Security Best Practices", () => {
    const told = (...controls: string[]) => standardOf(controls);
    assert.equal(told("S3.5", "S10"), "FSBP");
    assert.equal(told("S3.17"), "NIST 800-53");
    assert.equal(told("KMS.4", "CKV_AWS_7"), "CIS");
    assert.equal(told("Glue.1"), "Resource Tagging");
    assert.equal(told("Lambda.3"), "PCI DSS, NIST 800-53");
    assert.equal(told("Redshift.15"), "FSBP, for clusters; here for Serverless");
    assert.equal(told("CKV_AWS_284"), "-");
    assert.equal(told("own"), "-");
  });

  it("are left out with a reason in a sentence", () => {
    for (const { control, reason } of OUT_OF_SCOPE) {
      assert.match(reason, /^[A-Z].{10,}\.$/, control);
    }
  });
});
