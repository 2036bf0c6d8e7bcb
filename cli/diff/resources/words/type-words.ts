/** How services write their names, where that is not the first letter in upper case. */
const SERVICES: Readonly<Partial<Record<string, string>>> = {
  cloudwatch: "CloudWatch",
  dynamodb: "DynamoDB",
  ec2: "EC2",
  iam: "IAM",
  kms: "KMS",
  rds: "RDS",
  redshiftdata: "Redshift",
  redshiftserverless: "Redshift Serverless",
  s3: "S3",
  secretsmanager: "Secrets Manager",
  sfn: "Step Functions",
  sns: "SNS",
  sqs: "SQS",
};

/** Types whose words are not their name's. */
const TYPES: Readonly<Partial<Record<string, string>>> = {
  "aws:s3/bucketObject:BucketObject": "S3 object",
  "aws:s3/bucketObjectv2:BucketObjectv2": "S3 object",
  "aws:sns/topicSubscription:TopicSubscription": "SNS subscription",
  "aws:cloudwatch/logGroup:LogGroup": "log group",
  "awsx:ec2:Vpc": "VPC with its subnets",
};

/** @param type `aws:dynamodb/table:Table` gives `DynamoDB table`; `stepline:pipeline:Pipeline` gives `component Pipeline` */
export function typeWords(type: string): string {
  const [provider, module = "", name = ""] = type.split(":");
  const own = TYPES[type];
  if (own !== undefined) {
    return own;
  }
  if (provider === "pulumi" && module === "providers") {
    return `provider of ${name}`;
  }
  if (provider !== "aws") {
    return `component ${name}`;
  }
  const service = module.split("/")[0];
  return `${SERVICES[service] ?? capitalized(service)} ${spaced(name)}`;
}

/** `BucketLifecycleConfiguration` gives `bucket lifecycle configuration` */
function spaced(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

function capitalized(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
