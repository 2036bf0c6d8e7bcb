import type { OptimisedService, Pattern } from "./optimised";
import type { ObjectShape } from "./shape";

const CALL: readonly Pattern[] = [""];
const CALLBACK: readonly Pattern[] = ["", ".waitForTaskToken"];

const HTTP_RESULT: ObjectShape = {
  object: { Headers: { map: "any" }, ResponseBody: "any", StatusCode: "integer", StatusText: "string" },
};

const HTTP_METHODS = { enum: ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"] };

/** Calls that are answered at once, and a nested workflow. Developer guide, "Integrating optimized services". */
export const OPTIMISED_CALLS: Readonly<Record<string, OptimisedService>> = {
  apigateway: {
    prefix: "ApiGateway",
    actions: {
      invoke: {
        patterns: CALLBACK,
        takes: {
          ApiEndpoint: "string",
          Method: HTTP_METHODS,
          Headers: "any",
          Stage: "string",
          Path: "string",
          QueryParameters: "any",
          RequestBody: "any",
          AllowNullValues: "boolean",
          AuthType: { enum: ["NO_AUTH", "IAM_ROLE", "RESOURCE_POLICY"] },
        },
        required: ["ApiEndpoint", "Method"],
        returns: { "": HTTP_RESULT },
      },
    },
  },
  dynamodb: {
    sdk: "dynamodb",
    prefix: "DynamoDB",
    actions: {
      getItem: { patterns: CALL, operation: "getItem" },
      putItem: { patterns: CALL, operation: "putItem" },
      updateItem: { patterns: CALL, operation: "updateItem" },
      deleteItem: { patterns: CALL, operation: "deleteItem" },
    },
  },
  events: {
    sdk: "eventbridge",
    prefix: "EventBridge",
    actions: {
      putEvents: {
        patterns: CALLBACK,
        operation: "putEvents",
        takes: {
          Entries: {
            list: {
              object: {
                Detail: "any",
                DetailType: "string",
                EventBusName: "string",
                Resources: { list: "string" },
                Source: "string",
                Time: "timestamp",
                TraceHeader: "string",
              },
            },
          },
        },
      },
    },
  },
  http: {
    prefix: "States.Http",
    actions: {
      invoke: {
        patterns: CALL,
        takes: {
          ApiEndpoint: "string",
          Method: HTTP_METHODS,
          Authentication: { object: { ConnectionArn: "string" }, required: ["ConnectionArn"] },
          InvocationConfig: { object: { ConnectionArn: "string" }, required: ["ConnectionArn"] },
          Headers: "any",
          QueryParameters: "any",
          RequestBody: "any",
          Transform: "any",
        },
        required: ["ApiEndpoint", "Method"],
        oneOf: ["Authentication", "InvocationConfig"],
        returns: { "": HTTP_RESULT },
      },
    },
  },
  lambda: {
    sdk: "lambda",
    prefix: "Lambda",
    actions: {
      invoke: {
        patterns: CALLBACK,
        operation: "invoke",
        takes: { Payload: "any", ClientContext: "any" },
        returns: {
          "": {
            object: {
              ExecutedVersion: "string",
              LogResult: "string",
              Payload: "any",
              StatusCode: "integer",
            },
          },
        },
      },
    },
  },
  sns: {
    sdk: "sns",
    prefix: "SNS",
    actions: {
      publish: {
        patterns: CALLBACK,
        operation: "publish",
        takes: { Message: "any" },
        oneOf: ["TopicArn", "TargetArn", "PhoneNumber"],
      },
    },
  },
  sqs: {
    sdk: "sqs",
    prefix: "SQS",
    actions: { sendMessage: { patterns: CALLBACK, operation: "sendMessage", takes: { MessageBody: "any" } } },
  },
  states: {
    sdk: "sfn",
    prefix: "StepFunctions",
    actions: {
      startExecution: {
        patterns: ["", ".sync", ".sync:2", ".waitForTaskToken"],
        operation: "startExecution",
        takes: { Input: "any" },
        returns: { ".sync": "#DescribeExecutionOutput", ".sync:2": "#DescribeExecutionOutput" },
        polls: ["describeExecution"],
      },
    },
  },
};
