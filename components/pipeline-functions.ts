import * as pulumi from "@pulumi/pulumi";

import { loaderRole, readerRole } from "../contracts/redshift/bootstrap";
import { SteplineFunction, type SteplineFunctionArgs } from "./function";
import { handlerBundle, type HandlerName } from "./function-bundle";
import { trustRole } from "./iam/trust-policy";
import * as permissions from "./pipeline-permissions";
import { functionName, machineName, type PipelineScope } from "./pipeline-scope";
import type { Platform } from "./platform";

type Differences = Pick<
  SteplineFunctionArgs,
  | "description"
  | "environment"
  | "permissions"
  | "latePermissions"
  | "moreTrusts"
  | "roleTags"
  | "timeoutSeconds"
>;

const MEMORY_MIB = 512;

/** The four functions of a pipeline, children of `parent` named `<name>-<handler>`. */
export function createFunctions(
  name: string,
  scope: PipelineScope,
  platform: Platform,
  parent: pulumi.Resource,
): readonly SteplineFunction[] {
  const all: Readonly<Record<HandlerName, Differences>> = {
    ...fileFunctions(scope),
    ...warehouseFunctions(scope, platform),
  };
  return Object.entries(all).map(([key, differences]) => {
    const handler = key as HandlerName;
    return new SteplineFunction(
      `${name}-${handler}`,
      {
        names: scope.names,
        functionName: functionName(scope, handler),
        code: new pulumi.asset.FileArchive(handlerBundle(handler).directory),
        memoryMiB: MEMORY_MIB,
        logs: { ...platform.environment.logs, kmsKeyArn: platform.kmsKeyArn },
        ...differences,
      },
      // The first statement needs the database roles that the bootstrap makes.
      { parent, dependsOn: differences.latePermissions === undefined ? [] : [platform.warehouse] },
    );
  });
}

function fileFunctions(scope: PipelineScope): Record<"extract" | "validate-schema", Differences> {
  const { timeouts } = scope.spec;
  return {
    extract: {
      description: "Lands the files of one logical date and pins them in a manifest",
      permissions: permissions.extractPermissions(scope),
      timeoutSeconds: timeouts.extractSeconds,
    },
    "validate-schema": {
      description: "Checks every landed file against the contract",
      permissions: permissions.validateSchemaPermissions(scope),
      timeoutSeconds: timeouts.validateSchemaSeconds,
    },
  };
}

function warehouseFunctions(
  scope: PipelineScope,
  { warehouse }: Platform,
): Record<"start-load" | "reconcile", Differences> {
  const { names, spec } = scope;
  const database = { WORKGROUP_NAME: warehouse.workgroupName, DATABASE_NAME: warehouse.databaseName };
  return {
    "start-load": {
      description: "Starts COPY and MERGE in one transaction",
      environment: { ...database, LOAD_ROLE_ARN: warehouse.loadRoleArn },
      permissions: permissions.startLoadPermissions(scope),
      latePermissions: warehouse.workgroupArn.apply((arn) =>
        permissions.warehousePermissions(arn, "redshift-data:BatchExecuteStatement"),
      ),
      // The Data API shows a statement only to the role that ran it: the child workflow asks as this one.
      moreTrusts: [
        trustRole("ChildWorkflow", names.accountRoot(), names.role(machineName(scope, "transform-load"))),
      ],
      // Redshift gives a caller the database roles that this tag of its IAM role names.
      roleTags: { RedshiftDbRoles: loaderRole },
      timeoutSeconds: spec.timeouts.startLoadSeconds,
    },
    reconcile: {
      description: "Accounts for every row between source and warehouse",
      environment: database,
      permissions: permissions.reconcilePermissions(scope),
      latePermissions: warehouse.workgroupArn.apply((arn) =>
        permissions.warehousePermissions(arn, "redshift-data:ExecuteStatement"),
      ),
      roleTags: { RedshiftDbRoles: readerRole },
      timeoutSeconds: spec.timeouts.reconcileSeconds,
    },
  };
}
