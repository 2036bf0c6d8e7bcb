import { numberOf, read, UNKNOWN } from "../resource";
import { given, must, resourceRule, type ResourceRule } from "../rule";
import { secretTexts } from "../secret-texts";

const JOB = "aws:glue/job:Job";

export const glueRules: readonly ResourceRule[] = [
  resourceRule({
    name: "Glue.4-version-is-supported",
    controls: ["Glue.4"],
    checks: "Every Spark job names a Glue version of 5.0 at least; AWS asks for 3.0.",
    enforcement: "mandatory",
    types: [JOB],
    check: (job) => must(job, "glueVersion", (version) => numberOf(version) >= 5, 'Set glueVersion to "5.1"'),
  }),
  resourceRule({
    name: "Glue-job-has-security-configuration",
    controls: ["CKV_AWS_195"],
    checks: "Every job has a security configuration.",
    enforcement: "mandatory",
    types: [JOB],
    check: (job) =>
      must(job, "securityConfiguration", given, "Set securityConfiguration to the name of one that encrypts"),
  }),
  resourceRule({
    name: "Glue-security-configuration-encrypts",
    controls: ["CKV_AWS_99", "GL1", "GL3"],
    checks: "A security configuration encrypts what is written to S3, the logs and the bookmarks.",
    enforcement: "mandatory",
    types: ["aws:glue/securityConfiguration:SecurityConfiguration"],
    check: (configuration) =>
      [
        ["s3Encryption.s3EncryptionMode", "SSE-KMS"],
        ["cloudwatchEncryption.cloudwatchEncryptionMode", "SSE-KMS"],
        ["jobBookmarksEncryption.jobBookmarksEncryptionMode", "CSE-KMS"],
      ].flatMap(([mode, best]) => {
        const path = `encryptionConfiguration.${mode}`;
        return must(
          configuration,
          path,
          (value) => given(value) && value !== "DISABLED",
          `Set ${path} to "${best}"`,
        );
      }),
  }),
  resourceRule({
    name: "Glue-logging-is-on",
    controls: ["glue_etl_jobs_logging_enabled"],
    checks: "Every job sends its logs to CloudWatch while it runs.",
    enforcement: "mandatory",
    types: [JOB],
    check: (job) =>
      must(
        job,
        "defaultArguments.--enable-continuous-cloudwatch-log",
        (value) => value === "true",
        'Set the default argument --enable-continuous-cloudwatch-log to "true"',
      ),
  }),
  resourceRule({
    name: "Glue-arguments-hold-no-secret",
    controls: ["glue_etl_jobs_no_secrets_in_arguments"],
    checks: "No argument of a job holds a secret: Glue shows and logs arguments.",
    enforcement: "mandatory",
    types: [JOB],
    check: (job) =>
      ["defaultArguments", "nonOverridableArguments"].flatMap((property) =>
        secretTexts(read(job, property), property).map(
          (place) => `${place}. Give the job the secret's ARN, and read it at run time.`,
        ),
      ),
  }),
  resourceRule({
    name: "Glue-job-has-timeout",
    controls: ["own"],
    checks:
      "Every job has a timeout of a day at most; Glue's own is eight hours, and one that hangs costs them.",
    enforcement: "mandatory",
    types: [JOB],
    check: (job) =>
      read(job, "command.name") === UNKNOWN || read(job, "command.name") === "gluestreaming"
        ? []
        : must(
            job,
            "timeout",
            (minutes) => typeof minutes === "number" && minutes > 0 && minutes <= 1440,
            "Set timeout to the minutes that the longest run may take",
          ),
  }),
];
