import { check, jsonService, textOf, type OperationModel, type Scope } from "./model";

/** Rules of the default bus have its name left out. */
function ruleArn(scope: Scope, rule: string, bus: unknown): string {
  const name = typeof bus === "string" ? bus.slice(bus.lastIndexOf("/") + 1) : "default";
  return scope.arn("events", name === "default" ? `rule/${rule}` : `rule/${name}/${rule}`);
}

const onRule =
  (action: string, member: string): OperationModel =>
  (input, scope) => [check(scope, action, ruleArn(scope, textOf(input, member), input.EventBusName))];

const putEvents: OperationModel = ({ Entries: entries }, scope) => {
  const buses = (Array.isArray(entries) ? entries : []).map((entry: { EventBusName?: string }) => {
    const bus = entry.EventBusName ?? "default";
    return bus.startsWith("arn:") ? bus : scope.arn("events", `event-bus/${bus}`);
  });
  return [...new Set(buses)].map((bus) => check(scope, "events:PutEvents", bus));
};

export const events = jsonService("events", "json-1.1", {
  PutRule: onRule("events:PutRule", "Name"),
  DescribeRule: onRule("events:DescribeRule", "Name"),
  PutTargets: onRule("events:PutTargets", "Rule"),
  RemoveTargets: onRule("events:RemoveTargets", "Rule"),
  ListTargetsByRule: onRule("events:ListTargetsByRule", "Rule"),
  PutEvents: putEvents,
});
