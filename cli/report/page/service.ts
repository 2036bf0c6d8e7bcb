import type { GraphState } from "../run-report";

const SERVICES: Readonly<Record<string, string | undefined>> = {
  apigateway: "API Gateway",
  athena: "Athena",
  batch: "Batch",
  bedrock: "Bedrock",
  codebuild: "CodeBuild",
  dynamodb: "DynamoDB",
  ecs: "ECS",
  elasticmapreduce: "EMR",
  events: "EventBridge",
  glue: "Glue",
  http: "HTTP",
  lambda: "Lambda",
  redshiftdata: "Redshift",
  s3: "S3",
  scheduler: "Scheduler",
  sfn: "Step Functions",
  sns: "SNS",
  sqs: "SQS",
  states: "Step Functions",
};

/** What a state uses, in a word or two: `Glue`, `Step Functions`; a state that is no Task is what its type says. */
export function serviceOf({ type, resource }: GraphState): string {
  if (type !== "Task" || resource === undefined) {
    return type;
  }
  const [, , service, , , ...rest] = resource.split(":");
  if (service !== "states") {
    return SERVICES[service] ?? (service || type);
  }
  const integration = (rest[0] === "aws-sdk" ? rest.at(1) : rest.at(0)) ?? type;
  return integration === "activity" ? "Activity" : (SERVICES[integration] ?? integration);
}
