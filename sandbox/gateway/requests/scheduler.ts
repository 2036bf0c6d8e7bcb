import type { RequestHead } from "../wire-request";
import {
  check,
  identifyJson,
  textOf,
  type Identified,
  type OperationModel,
  type Scope,
  type ServiceModel,
} from "./model";
import { restOperation } from "./rest-operations";

const ON_SCHEDULE: Readonly<Record<string, string>> = {
  POST: "CreateSchedule",
  PUT: "UpdateSchedule",
  GET: "GetSchedule",
  DELETE: "DeleteSchedule",
};

/** By method, kind and whether one is named. */
const OTHERS: Readonly<Record<string, string>> = {
  "GET schedules": "ListSchedules",
  "POST schedule-groups/": "CreateScheduleGroup",
  "GET schedule-groups/": "GetScheduleGroup",
  "GET schedule-groups": "ListScheduleGroups",
  "DELETE schedule-groups/": "DeleteScheduleGroup",
  "GET tags/": "ListTagsForResource",
};

function identify(head: RequestHead, body: Buffer): Identified {
  const [, kind, name] = head.path.split("/");
  const operation = kind === "schedules" && name ? ON_SCHEDULE[head.method] : undefined;
  if (operation === undefined) {
    const route = `${head.method} ${kind}${name ? "/" : ""}`;
    return {
      operation: Object.hasOwn(OTHERS, route) ? OTHERS[route] : restOperation("scheduler", head),
      input: {},
    };
  }
  const { input } = identifyJson(head, body);
  const group = input.GroupName ?? head.query.get("groupName") ?? "default";
  return { operation, input: { ...input, Name: decodeURIComponent(name), GroupName: group } };
}

const onSchedule =
  (action: string): OperationModel =>
  (input, scope) => [
    check(
      scope,
      action,
      scope.arn("scheduler", `schedule/${textOf(input, "GroupName")}/${textOf(input, "Name")}`),
    ),
    ...passRole(input.Target, scope),
  ];

/** Whoever gives the scheduler a role must be allowed to hand it on. */
function passRole(target: unknown, scope: Scope) {
  const role = (target as { RoleArn?: string } | undefined)?.RoleArn;
  return role === undefined
    ? []
    : [check(scope, "iam:PassRole", role, { "iam:PassedToService": "scheduler.amazonaws.com" })];
}

export const scheduler: ServiceModel = {
  service: "scheduler",
  protocol: "rest-json",
  messageMember: "Message",
  identify,
  operations: {
    CreateSchedule: onSchedule("scheduler:CreateSchedule"),
    UpdateSchedule: onSchedule("scheduler:UpdateSchedule"),
    GetSchedule: onSchedule("scheduler:GetSchedule"),
    DeleteSchedule: onSchedule("scheduler:DeleteSchedule"),
    ListSchedules: (_input, scope) => [check(scope, "scheduler:ListSchedules", "*")],
  },
};
