import { header, type RequestHead } from "../wire-request";
import {
  check,
  InvalidInput,
  textOf,
  type Identified,
  type OperationModel,
  type Scope,
  type ServiceModel,
} from "./model";
import { restOperation } from "./rest-operations";

const ROUTES: readonly (readonly [method: string, path: RegExp, operation: string])[] = [
  ["POST", /^\/2015-03-31\/functions\/([^/]+)\/invocations$/, "Invoke"],
  ["GET", /^\/2015-03-31\/functions\/([^/]+)$/, "GetFunction"],
  ["GET", /^\/2015-03-31\/functions\/([^/]+)\/configuration$/, "GetFunctionConfiguration"],
  ["GET", /^\/2015-03-31\/functions\/([^/]+)\/aliases$/, "ListAliases"],
  ["GET", /^\/2015-03-31\/functions\/([^/]+)\/aliases\/([^/]+)$/, "GetAlias"],
  ["GET", /^\/2015-03-31\/functions\/([^/]+)\/versions$/, "ListVersionsByFunction"],
  ["GET", /^\/2015-03-31\/functions$/, "ListFunctions"],
];

/** Members of `Invoke` that travel as headers. */
const HEADERS: Readonly<Record<string, string>> = {
  InvocationType: "x-amz-invocation-type",
  LogType: "x-amz-log-type",
  ClientContext: "x-amz-client-context",
};

function identify(head: RequestHead, body: Buffer): Identified {
  const path = head.path.replace(/(?<=.)\/$/, "");
  for (const [method, pattern, operation] of ROUTES) {
    const match = head.method === method ? pattern.exec(path) : null;
    if (match !== null) {
      return { operation, input: members(head, body, operation, match.slice(1).map(decodeURIComponent)) };
    }
  }
  return { operation: restOperation("lambda", head), input: {} };
}

function members(
  head: RequestHead,
  body: Buffer,
  operation: string,
  [target, alias]: readonly (string | undefined)[],
): Record<string, unknown> {
  if (target === undefined) {
    return {};
  }
  const { name, qualifier } = parseFunctionName(target);
  const inQuery = head.query.get("Qualifier") ?? undefined;
  if (qualifier !== undefined && inQuery !== undefined && qualifier !== inQuery) {
    throw new InvalidInput(
      `The qualifier of the function name, "${qualifier}", differs from Qualifier, "${inQuery}".`,
    );
  }
  const invocation: Record<string, unknown> = { Payload: body };
  for (const [member, field] of Object.entries(HEADERS)) {
    const value = header(head, field);
    if (value !== undefined) {
      invocation[member] = value;
    }
  }
  return {
    FunctionName: name,
    ...((qualifier ?? inQuery) ? { Qualifier: qualifier ?? inQuery } : {}),
    ...(alias === undefined ? {} : { Name: alias }),
    ...(operation === "Invoke" ? invocation : {}),
  };
}

/** `name`, `name:alias`, `account:function:name`, or an ARN, each with or without qualifier. */
export function parseFunctionName(text: string): { name: string; qualifier?: string } {
  const match = /^(?:(?:arn:[^:]+:lambda:[^:]*:)?\d{12}:function:|function:)?([\w-]+)(?::([\w$-]+))?$/.exec(
    text,
  );
  if (match === null) {
    throw new InvalidInput(`"${text}" is not a function name or ARN.`);
  }
  const [, name, qualifier] = match as readonly (string | undefined)[];
  return { name: name ?? text, ...(qualifier === undefined ? {} : { qualifier }) };
}

function functionArn(input: Readonly<Record<string, unknown>>, scope: Scope): string {
  const qualifier = typeof input.Qualifier === "string" ? `:${input.Qualifier}` : "";
  return scope.arn("lambda", `function:${textOf(input, "FunctionName")}${qualifier}`);
}

/** Lambda asks IAM about the function as it was named, version or alias included. */
const onFunction =
  (action: string): OperationModel =>
  (input, scope) => [check(scope, action, functionArn(input, scope))];

export const lambda: ServiceModel = {
  service: "lambda",
  protocol: "rest-json",
  messageMember: "Message",
  identify,
  operations: {
    Invoke: onFunction("lambda:InvokeFunction"),
    GetFunction: onFunction("lambda:GetFunction"),
    GetFunctionConfiguration: onFunction("lambda:GetFunctionConfiguration"),
    GetAlias: onFunction("lambda:GetAlias"),
    ListAliases: onFunction("lambda:ListAliases"),
    ListVersionsByFunction: onFunction("lambda:ListVersionsByFunction"),
    ListFunctions: (_input, scope) => [check(scope, "lambda:ListFunctions", "*")],
  },
};
