import type { Authorizer } from "../iam/authorizer";
import { AwsError, type Principal } from "../types";
import { notModelled } from "./wire-response";

/** What Step Functions needs a machine's role to be allowed before it makes the machine. */
export interface MachineDraft {
  readonly machineArn: string;
  readonly roleArn: string;
  readonly definition: string;
  readonly loggingConfiguration?: { readonly level?: string };
}

/** Log delivery has no resource types: all on `*`. https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html */
const LOG_DELIVERY_PAGE = "Using CloudWatch Logs to log execution history in Step Functions";
const LOG_DELIVERY = [
  ...["CreateLogDelivery", "GetLogDelivery", "UpdateLogDelivery", "DeleteLogDelivery", "ListLogDeliveries"],
  ...["PutResourcePolicy", "DescribeResourcePolicies", "DescribeLogGroups"],
].map((name) => `logs:${name}`);

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html */
const NESTED_PAGE = "Start a new AWS Step Functions state machine from a running execution";
const NESTED_RULE = "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule";
const RULE_ACTIONS = ["events:PutTargets", "events:PutRule", "events:DescribeRule"];

/** Page of the Step Functions developer guide that asks for an action of a machine's role; undefined for what is checked by no list. */
export function requiredByPage(action: string): string | undefined {
  if (LOG_DELIVERY.includes(action)) {
    return LOG_DELIVERY_PAGE;
  }
  return RULE_ACTIONS.includes(action) ? NESTED_PAGE : undefined;
}

/** Integrations AWS waits for by polling alone, without a rule of its own. */
const POLLED = ":states:::glue:startJobRun.sync";
const NESTED = /:states:::states:startExecution\.sync(:2)?$/;

/**
 * Checks a machine's role as CreateStateMachine and UpdateStateMachine do.
 *
 * @throws AwsError AccessDeniedException
 */
export function checkMachineRole(authorizer: Authorizer, draft: MachineDraft): void {
  const { machineArn, roleArn } = draft;
  const [, partition, , region, account] = machineArn.split(":");
  const trust = { "aws:SourceArn": machineArn, "aws:SourceAccount": account };
  const admitted = authorizer.authorizeAssumeRole(
    { kind: "service", service: "states.amazonaws.com" },
    roleArn,
    trust,
  );
  if (!admitted.allowed) {
    const message = `Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.`;
    throw new AwsError("AccessDeniedException", `${message} (${roleArn}: ${admitted.decidedBy})`, 400);
  }
  const may = (action: string, resource: string) =>
    authorizer.authorize(roleSession(roleArn), { action, resource, context: {} });
  if ((draft.loggingConfiguration?.level ?? "OFF") !== "OFF") {
    const missing = LOG_DELIVERY.map((action) => may(action, "*")).filter(({ allowed }) => !allowed);
    if (missing.length > 0) {
      const message = `The state machine IAM Role is not authorized to access the Log Destination`;
      throw new AwsError(
        "AccessDeniedException",
        `${message} (missing: ${missing.map(({ action }) => action).join(", ")})`,
        400,
      );
    }
  }
  const synchronous = resourcesOf(draft.definition).filter((resource) => /\.sync(:2)?$/.test(resource));
  const other = synchronous.find((resource) => !NESTED.test(resource) && !resource.endsWith(POLLED));
  if (other !== undefined) {
    throw notModelled(
      "states",
      `CreateStateMachine with ${other}`,
      "its managed rule is unknown here (state-machine-roles.ts).",
    );
  }
  if (synchronous.some((resource) => NESTED.test(resource))) {
    const rule = `arn:${partition}:events:${region}:${account}:${NESTED_RULE}`;
    const missing = RULE_ACTIONS.map((action) => may(action, rule)).filter(({ allowed }) => !allowed);
    if (missing.length > 0) {
      const reason = `missing: ${missing.map(({ action }) => action).join(", ")} on ${rule}`;
      throw new AwsError(
        "AccessDeniedException",
        `'${roleArn}' is not authorized to create managed-rule. (${reason})`,
        400,
      );
    }
  }
}

/** Step Functions acting as the machine's role while it makes the machine. */
function roleSession(roleArn: string): Principal {
  const roleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  const sessionName = "StepFunctionsCreateStateMachine";
  const arn = `arn:aws:sts::${roleArn.split(":")[4]}:assumed-role/${roleName}/${sessionName}`;
  return { kind: "role", roleArn, roleName, sessionName, arn, assumedBy: "states.amazonaws.com" };
}

/** `Resource` of every state, however deep in maps and parallels. */
function resourcesOf(definition: string): string[] {
  const found: string[] = [];
  try {
    JSON.parse(definition, (key, value: unknown) => {
      if (key === "Resource" && typeof value === "string") {
        found.push(value);
      }
      return value;
    });
  } catch (error) {
    const message = `Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: ${(error as Error).message}'`;
    throw new AwsError("InvalidDefinition", message, 400);
  }
  return found;
}
