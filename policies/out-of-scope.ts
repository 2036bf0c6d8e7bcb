/** A control of the scoreboard that no rule checks, and why. */
export interface OutOfScope {
  /** `S3.20`, `CKV_AWS_115`, `CloudTrail`: as its catalogue has it. */
  readonly control: string;
  readonly reason: string;
}

const ACCOUNT = "A setting of the account, not of a stack: whoever runs the landing zone decides it once.";
const ENDPOINTS =
  "The VPC holds nothing but the warehouse, which calls S3 through a gateway endpoint: there is no caller for this endpoint, and each is billed by the hour.";
const RUN_TIME = "A state at run time that no program declares: Security Hub sees it.";

export const OUT_OF_SCOPE: readonly OutOfScope[] = [
  { control: "CloudTrail", reason: ACCOUNT },
  { control: "Config", reason: ACCOUNT },
  { control: "GuardDuty", reason: ACCOUNT },
  { control: "Macie", reason: ACCOUNT },
  { control: "S3.1", reason: `${ACCOUNT} Every bucket blocks public access itself (S3.8).` },
  {
    control: "S3.15",
    reason:
      "Object lock forbids what the lifecycle and people's right to erasure demand: landed and quarantined rows must go.",
  },
  {
    control: "S3.20",
    reason: "Only the root user can turn on MFA delete, by hand: no infrastructure as code can.",
  },
  { control: "S3.22", reason: `Object-level events are a trail's. ${ACCOUNT}` },
  { control: "S3.23", reason: `Object-level events are a trail's. ${ACCOUNT}` },
  { control: "SNS.2", reason: "AWS retired it in April 2024." },
  { control: "Glue.3", reason: "It is about machine learning transforms, which the program has none of." },
  {
    control: "Lambda.3",
    reason:
      "A function belongs into a VPC where it reaches something there. Ours call AWS APIs and public sources only; in a VPC each would need paid ways out.",
  },
  { control: "CKV_AWS_117", reason: "The same as Lambda.3." },
  {
    control: "CKV_AWS_115",
    reason:
      "Reserved concurrency fails to deploy in new accounts, which must keep 100 unreserved. Each workflow runs one function at a time.",
  },
  {
    control: "CKV_AWS_116",
    reason:
      "A dead-letter queue is for asynchronous calls. Step Functions calls synchronously: the state's Catch has the error.",
  },
  {
    control: "CKV_AWS_272",
    reason:
      "Code comes from the repository by the deploy role alone, and versions are pinned: signing would repeat that.",
  },
  {
    control: "DynamoDB.4",
    reason:
      "Point-in-time recovery goes back 35 days (DynamoDB.2). The ledger can be read again from executions and manifests.",
  },
  { control: "SecretsManager.2", reason: RUN_TIME },
  { control: "SecretsManager.3", reason: RUN_TIME },
  ...["EC2.10", "EC2.55", "EC2.56", "EC2.57", "EC2.58", "EC2.60"].map((control) => ({
    control,
    reason: ENDPOINTS,
  })),
  { control: "EC2.172", reason: `Blocking the internet for all VPCs of a region. ${ACCOUNT}` },
];
