import fc from "fast-check";
import type { Definition } from "./snapshots";

/** Names that are syntax somewhere: in Mermaid, Markdown, HTML, a formula. */
const NASTY = [
  "end",
  'say "hi"',
  "a[b]{c}(d)",
  "<img src=x onerror=alert(1)>",
  "#quot; & &amp;",
  "style: #1;",
  "classDef x:y#1;",
  "%% comment",
  "1. list",
  "- item",
  "`code`",
  "**bold**",
  "$$x^2$$",
  "a-->b",
  "naïve ⏱ 日本",
  "subgraph",
  "click me",
  "o|x",
  "x:::added",
  "fa:fa-ban",
  "https://example.com/a?b=c",
  "back\\slash/",
];

const nameOf = (index: number, nasty: boolean): string =>
  nasty ? `${NASTY[index % NASTY.length]}${index >= NASTY.length ? String(index) : ""}` : `S${index}`;

interface Plan {
  readonly kind: "Task" | "Choice" | "Pass" | "Wait" | "Map" | "Parallel" | "Fail" | "Succeed";
  readonly to: readonly number[];
  readonly inner: readonly Plan[];
  readonly number: number;
}

const { plans } = fc.letrec<{ plans: Plan[]; plan: Plan }>((tie) => ({
  plan: fc.record({
    kind: fc.constantFrom("Task", "Choice", "Pass", "Wait", "Map", "Parallel", "Fail", "Succeed"),
    to: fc.array(fc.nat(20), { minLength: 3, maxLength: 3 }),
    inner: fc.oneof({ maxDepth: 1 }, fc.constant([]), tie("plans")),
    number: fc.integer({ min: 1, max: 9 }),
  }),
  plans: fc.array(tie("plan"), { minLength: 1, maxLength: 6 }),
}));

/** Definitions of any nesting, well formed; not all states need be reached. */
export function definitions(nasty: boolean): fc.Arbitrary<Definition> {
  return plans.map((states) => {
    let count = 0;
    const graph = (all: readonly Plan[]): Definition => {
      const names = all.map(() => nameOf(count++, nasty));
      const at = (index: number): string => names[index % names.length];
      return {
        StartAt: names[0],
        States: Object.fromEntries(all.map((plan, index) => [names[index], stateOf(plan, at, graph)])),
      };
    };
    return { QueryLanguage: "JSONata", ...graph(states) };
  });
}

function stateOf(
  { kind, to, inner, number }: Plan,
  at: (index: number) => string,
  graph: (all: readonly Plan[]) => Definition,
): Definition {
  const caught = [{ ErrorEquals: ["States.ALL"], Next: at(to[1]) }];
  const body: readonly Plan[] =
    inner.length > 0 ? inner : [{ kind: "Succeed", to: [0, 0, 0], inner: [], number }];
  switch (kind) {
    case "Task":
      return {
        Type: kind,
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: { FunctionName: `f${number}`, Payload: { "a key": [number, "{% $x %}"] } },
        TimeoutSeconds: number,
        Retry: [{ ErrorEquals: ["Lambda.ServiceException"], MaxAttempts: number }],
        Catch: caught,
        Next: at(to[0]),
      };
    case "Choice":
      return {
        Type: kind,
        Choices: [{ Condition: `{% $x > ${number} and "|" != '"' %}`, Next: at(to[0]) }],
        Default: at(to[1]),
      };
    case "Map":
      return { Type: kind, ItemProcessor: graph(body), Catch: caught, Next: at(to[0]) };
    case "Parallel":
      return { Type: kind, Branches: [graph(body), graph(body)], Catch: caught, End: true };
    case "Wait":
      return { Type: kind, Seconds: number, Next: at(to[0]) };
    case "Pass":
      return { Type: kind, Output: { number }, Next: at(to[0]) };
    default:
      return { Type: kind };
  }
}
