import type { ComputedOutputs } from "./computed-outputs";
import { arn, digits, uuid } from "./identifiers";

/** Functions, jobs, machines, the warehouse, and what watches them. */
export const analyticsOutputs: Readonly<Record<string, ComputedOutputs>> = {
  "aws:lambda/function:Function": ({ place, physicalName, inputs }) => {
    const name = physicalName();
    const functionArn = arn(place, "lambda", `function:${name}`);
    const version = inputs.publish === true ? "1" : "$LATEST";
    return {
      id: name,
      outputs: {
        name,
        arn: functionArn,
        version,
        qualifiedArn: `${functionArn}:${version}`,
        invokeArn: invocation(place, functionArn),
        qualifiedInvokeArn: invocation(place, `${functionArn}:${version}`),
      },
    };
  },
  "aws:lambda/alias:Alias": ({ place, physicalName, text }) => {
    const name = physicalName();
    const functionName = text("functionName").replace(/^arn:.*:function:/, "");
    const aliasArn = arn(place, "lambda", `function:${functionName}:${name}`);
    return { id: aliasArn, outputs: { name, arn: aliasArn, invokeArn: invocation(place, aliasArn) } };
  },
  "aws:lambda/permission:Permission": ({ physicalName }) => ({ id: physicalName("statementId") }),
  "aws:glue/job:Job": ({ place, physicalName }) => {
    const name = physicalName();
    return { id: name, outputs: { name, arn: arn(place, "glue", `job/${name}`) } };
  },
  "aws:glue/securityConfiguration:SecurityConfiguration": ({ physicalName }) => {
    const name = physicalName();
    return { id: name, outputs: { name } };
  },
  "aws:sfn/stateMachine:StateMachine": ({ place, physicalName, urn, inputs }) => {
    const name = physicalName();
    const machineArn = arn(place, "states", `stateMachine:${name}`);
    return {
      id: machineArn,
      outputs: {
        name,
        arn: machineArn,
        status: "ACTIVE",
        revisionId: uuid(urn),
        stateMachineVersionArn: inputs.publish === true ? `${machineArn}:1` : "",
      },
    };
  },
  "aws:sfn/alias:Alias": ({ physicalName, inputs }) => {
    const name = physicalName();
    const [route] = (inputs.routingConfigurations ?? []) as readonly {
      readonly stateMachineVersionArn: string;
    }[];
    const aliasArn = `${route.stateMachineVersionArn.replace(/:\d+$/, "")}:${name}`;
    return { id: aliasArn, outputs: { name, arn: aliasArn } };
  },
  "aws:redshiftserverless/namespace:Namespace": ({ place, text, urn }) => {
    const namespaceId = uuid(urn);
    const secret = `secret:redshift!${text("namespaceName")}-admin-${digits(urn, 6)}`;
    return {
      id: text("namespaceName"),
      outputs: {
        namespaceId,
        arn: arn(place, "redshift-serverless", `namespace/${namespaceId}`),
        adminPasswordSecretArn: arn(place, "secretsmanager", secret),
      },
    };
  },
  "aws:redshiftserverless/workgroup:Workgroup": ({ place, text, urn }) => {
    const workgroupId = uuid(urn);
    const address = `${text("workgroupName")}.${place.accountId}.${place.region}.redshift-serverless.amazonaws.com`;
    return {
      id: text("workgroupName"),
      outputs: {
        workgroupId,
        arn: arn(place, "redshift-serverless", `workgroup/${workgroupId}`),
        endpoints: [{ address, port: 5439, vpcEndpoints: [] }],
      },
    };
  },
  "aws:redshiftserverless/usageLimit:UsageLimit": ({ place, urn }) => {
    const id = uuid(urn);
    return { id, outputs: { arn: arn(place, "redshift-serverless", `usagelimit/${id}`) } };
  },
  "aws:redshiftdata/statement:Statement": ({ urn }) => ({ id: uuid(urn) }),
  "aws:cloudwatch/logGroup:LogGroup": ({ place, physicalName }) => {
    const name = physicalName();
    return { id: name, outputs: { name, arn: arn(place, "logs", `log-group:${name}`) } };
  },
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": ({ text }) => ({ id: text("policyName") }),
  "aws:cloudwatch/metricAlarm:MetricAlarm": ({ place, physicalName }) => {
    const name = physicalName();
    return { id: name, outputs: { name, arn: arn(place, "cloudwatch", `alarm:${name}`) } };
  },
  "aws:cloudwatch/dashboard:Dashboard": ({ text, place }) => ({
    id: text("dashboardName"),
    // Dashboards are global: their ARN has no region.
    outputs: {
      dashboardArn: `arn:${place.partition}:cloudwatch::${place.accountId}:dashboard/${text("dashboardName")}`,
    },
  }),
};

function invocation(place: Parameters<typeof arn>[0], functionArn: string): string {
  return `arn:${place.partition}:apigateway:${place.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}
