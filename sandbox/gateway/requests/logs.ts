import { check, InvalidInput, jsonService, textOf, type OperationModel } from "./model";

/** The group by name, or by ARN, which may end in `:*`. */
function groupName(input: Readonly<Record<string, unknown>>): string {
  const { logGroupName: name = input.logGroupIdentifier } = input;
  if (typeof name !== "string") {
    throw new InvalidInput(`"logGroupName" is missing.`);
  }
  return name.startsWith("arn:") ? name.split(":")[6] : name;
}

const onGroup =
  (action: string): OperationModel =>
  (input, scope) => [check(scope, action, scope.arn("logs", `log-group:${groupName(input)}`))];

const onStream =
  (action: string): OperationModel =>
  (input, scope) => {
    const stream = `log-group:${groupName(input)}:log-stream:${textOf(input, "logStreamName")}`;
    return [check(scope, action, scope.arn("logs", stream))];
  };

export const logs = jsonService("logs", "json-1.1", {
  CreateLogGroup: onGroup("logs:CreateLogGroup"),
  DescribeLogStreams: onGroup("logs:DescribeLogStreams"),
  FilterLogEvents: onGroup("logs:FilterLogEvents"),
  CreateLogStream: onStream("logs:CreateLogStream"),
  PutLogEvents: onStream("logs:PutLogEvents"),
  GetLogEvents: onStream("logs:GetLogEvents"),
  DescribeLogGroups: (_input, scope) => [check(scope, "logs:DescribeLogGroups", "*")],
});
