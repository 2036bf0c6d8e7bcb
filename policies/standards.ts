/** Standards of Security Hub, as this pack's pages name them. */
const FSBP = "FSBP";
const NIST = "NIST 800-53";
const CIS = "CIS";
const PCI = "PCI DSS";
const TAGGING = "Resource Tagging";

/**
 * By control of Security Hub: the standard that has it. Of several, Foundational Security Best Practices (FSBP) alone is told (Security Hub user
 * guide, "Security Hub control reference").
 */
export const STANDARDS: Readonly<Record<string, string>> = {
  ...of(FSBP, "StepFunctions", 1),
  ...of(FSBP, "Lambda", 1, 2, 5),
  "Lambda.3": `${PCI}, ${NIST}`,
  ...of(TAGGING, "Lambda", 6),
  ...of(NIST, "Lambda", 7),
  ...of(FSBP, "DynamoDB", 1, 2, 6),
  ...of(NIST, "DynamoDB", 4),
  ...of(TAGGING, "DynamoDB", 5),
  ...of(FSBP, "S3", 1, 2, 3, 5, 6, 8, 9, 12, 13),
  ...of(NIST, "S3", 10, 14, 15, 17),
  ...of(CIS, "S3", 20, 22, 23),
  ...of(NIST, "SNS", 1),
  ...of("retired", "SNS", 2),
  ...of(TAGGING, "SNS", 3),
  ...of(FSBP, "SNS", 4),
  ...of(FSBP, "SQS", 1, 3),
  ...of(TAGGING, "Glue", 1),
  ...of(FSBP, "Glue", 3, 4),
  ...of(FSBP, "RedshiftServerless", 1, 2, 3, 5, 6),
  ...of(NIST, "RedshiftServerless", 4),
  ...of(FSBP, "KMS", 1, 2, 3, 5),
  ...of(CIS, "KMS", 4),
  ...of(FSBP, "IAM", 1, 21),
  ...of(FSBP, "SecretsManager", 1, 2, 3, 4),
  ...of(FSBP, "EC2", 2, 6, 10, 15, 18, 19, 21, 55, 56, 57, 58, 60, 172),
  ...of(CIS, "EC2", 53, 54),
  ...of(`${FSBP}, for clusters; here for Serverless`, "Redshift", 15),
  ...of(FSBP, "EventBridge", 3),
  ...of(NIST, "CloudWatch", 15, 16, 17),
};

function of(standard: string, service: string, ...numbers: readonly number[]): Record<string, string> {
  return Object.fromEntries(numbers.map((number) => [`${service}.${number}`, standard]));
}

/** The standard of the first of some controls that is Security Hub's; a dash for other catalogues' and for our own. */
export function standardOf(controls: readonly string[]): string {
  const control = controls.find((each) => Object.hasOwn(STANDARDS, each));
  return control === undefined ? "-" : STANDARDS[control];
}
