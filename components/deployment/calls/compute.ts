import type { ServiceCalls } from "./service-calls";

type Target = "Functions" | "Jobs" | "SecurityConfigurations" | "Machines" | "Definitions";

/** Functions, Glue jobs and state machines. */
export const COMPUTE_CALLS: ServiceCalls<Target> = {
  name: "compute",
  targets: (names) => ({
    // Versions and aliases have the function's or machine's ARN, with theirs after it.
    Functions: { resources: [names.lambda(names.resource("*"))] },
    Jobs: { resources: [names.glueJob(names.resource("*"))] },
    SecurityConfigurations: {
      resources: ["*"],
      reason: "Glue has no resource type for security configurations.",
    },
    Machines: { resources: [names.stateMachine(names.resource("*"))] },
    Definitions: { resources: ["*"], reason: "A definition that is checked is no resource." },
  }),
  types: {
    "aws:lambda/function:Function": [
      {
        on: "Functions",
        read: [
          ...["lambda:GetFunction", "lambda:GetFunctionConfiguration", "lambda:GetFunctionCodeSigningConfig"],
          ...["lambda:ListVersionsByFunction", "lambda:ListTags"],
        ],
        create: ["lambda:CreateFunction", "lambda:TagResource"],
        update: [
          ...["lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration", "lambda:PublishVersion"],
          ...["lambda:TagResource", "lambda:UntagResource"],
        ],
        delete: ["lambda:DeleteFunction"],
      },
    ],
    "aws:lambda/alias:Alias": [
      {
        on: "Functions",
        read: ["lambda:GetAlias"],
        create: ["lambda:CreateAlias"],
        update: ["lambda:UpdateAlias"],
        delete: ["lambda:DeleteAlias"],
      },
    ],
    "aws:glue/job:Job": [
      {
        on: "Jobs",
        read: ["glue:GetJob", "glue:GetTags"],
        create: ["glue:CreateJob", "glue:TagResource"],
        update: ["glue:UpdateJob", "glue:TagResource", "glue:UntagResource"],
        delete: ["glue:DeleteJob"],
      },
    ],
    "aws:glue/securityConfiguration:SecurityConfiguration": [
      {
        on: "SecurityConfigurations",
        read: ["glue:GetSecurityConfiguration"],
        create: ["glue:CreateSecurityConfiguration"],
        delete: ["glue:DeleteSecurityConfiguration"],
      },
    ],
    "aws:sfn/stateMachine:StateMachine": [
      // The provider has AWS check a definition in every preview.
      { on: "Definitions", read: ["states:ValidateStateMachineDefinition"] },
      {
        on: "Machines",
        read: [
          "states:DescribeStateMachine",
          "states:ListStateMachineVersions",
          "states:ListTagsForResource",
        ],
        create: ["states:CreateStateMachine", "states:PublishStateMachineVersion", "states:TagResource"],
        update: [
          ...["states:UpdateStateMachine", "states:PublishStateMachineVersion"],
          ...["states:TagResource", "states:UntagResource"],
        ],
        delete: ["states:DeleteStateMachine"],
      },
    ],
    "aws:sfn/alias:Alias": [
      {
        on: "Machines",
        read: ["states:DescribeStateMachineAlias"],
        create: ["states:CreateStateMachineAlias"],
        update: ["states:UpdateStateMachineAlias"],
        delete: ["states:DeleteStateMachineAlias"],
      },
    ],
  },
};
