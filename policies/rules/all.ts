import type { Rule } from "../rule";
import { cloudwatchRules } from "./cloudwatch";
import { dynamodbRules } from "./dynamodb";
import { glueRules } from "./glue";
import { iamRules } from "./iam";
import { kmsRules } from "./kms";
import { lambdaRules } from "./lambda";
import { messagingRules } from "./messaging";
import { networkRules } from "./network";
import { networkIngressRules } from "./network-ingress";
import { redshiftServerlessRules } from "./redshift-serverless";
import { s3Rules } from "./s3";
import { s3StoredDataRules } from "./s3-stored-data";
import { resourcePolicyRules } from "./resource-policies";
import { schedulerRules } from "./scheduler";
import { secretsRules } from "./secrets";
import { stepFunctionsRules } from "./step-functions";
import { tagRules } from "./tags";
import { workflowReliabilityRules } from "./workflow-reliability";

/** Every rule of the pack, in the order of its page. */
export const RULES: readonly Rule[] = [
  ...stepFunctionsRules,
  ...workflowReliabilityRules,
  ...schedulerRules,
  ...lambdaRules,
  ...glueRules,
  ...redshiftServerlessRules,
  ...dynamodbRules,
  ...s3Rules,
  ...s3StoredDataRules,
  ...messagingRules,
  ...kmsRules,
  ...iamRules,
  ...secretsRules,
  ...resourcePolicyRules,
  ...networkRules,
  ...networkIngressRules,
  ...cloudwatchRules,
  ...tagRules,
];
