import jsonata from "jsonata";
import type { Json } from "../../../components/workflow/asl";

/** What JSONata sees in a state: `$states` and the workflow's variables. */
export interface Scope {
  readonly states: Record<string, unknown>;
  readonly variables?: Record<string, unknown>;
}

export const context = {
  Execution: {
    Id: "arn:aws:states:eu-west-1:111122223333:execution:m:run-1",
    Name: "run-1",
    StartTime: "2008-11-22T00:00:01Z",
  },
  State: { Name: "Extract", EnteredTime: "2008-11-22T00:00:02.500Z", RetryCount: 0 },
};

/** Evaluates what Step Functions would: every `{% %}` text in `template`, with JSONata's reference implementation at AWS's version. */
export async function evaluate(template: Json | undefined, scope: Scope): Promise<unknown> {
  if (typeof template === "string") {
    const expression = /^\{%(.*)%\}$/s.exec(template);
    if (expression === null) {
      return template;
    }
    const value: unknown = await jsonata(expression[1]).evaluate(null, {
      states: { context, ...scope.states },
      ...scope.variables,
    });
    return plain(value);
  }
  if (Array.isArray(template)) {
    return Promise.all(template.map((item) => evaluate(item as Json, scope)));
  }
  if (template !== null && typeof template === "object") {
    const entries = await Promise.all(
      Object.entries(template).map(async ([name, item]) => [name, await evaluate(item, scope)] as const),
    );
    return Object.fromEntries(entries);
  }
  return template;
}

/** JSONata marks its arrays with hidden properties; comparisons want plain JSON. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}
