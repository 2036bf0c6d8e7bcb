import type { Graph, StateView } from "../definition";
import { type Edges, reachable } from "./cycles";
import { edgesOf, isEnd } from "./graph-rules";

/** Calls that keep what happened. */
const RECORDS =
  /:states:::(?:aws-sdk:dynamodb:(?:putItem|updateItem|transactWriteItems|batchWriteItem)|dynamodb:(?:putItem|updateItem))(?:\.|$)/;
/** Calls that tell somebody. */
const NOTIFIES =
  /:states:::(?:(?:aws-sdk:)?sns:publish|aws-sdk:sns:publishBatch|events:putEvents|aws-sdk:eventbridge:putEvents|sqs:sendMessage|aws-sdk:sqs:sendMessage|aws-sdk:ses(?:v2)?:sendEmail)(?:\.|$)/;

export const isRecord = (state: StateView): boolean => RECORDS.test(callOf(state));
export const isNotice = (state: StateView): boolean => NOTIFIES.test(callOf(state));

function callOf({ type, fields }: StateView): string {
  return type === "Task" && typeof fields.Resource === "string" ? fields.Resource : "";
}

/** The part of a graph where everything ends in a Fail: what is recorded there is recorded as a failure. */
export class FailureTail {
  private readonly edges: Edges;
  private readonly states: ReadonlySet<string>;
  /** Where other states lead into it. */
  private readonly entries: ReadonlySet<string>;

  constructor(private readonly graph: Graph) {
    this.edges = edgesOf(graph);
    const inTail = (name: string): boolean =>
      [...reachable(this.edges, [name])].every((each) => {
        const state = graph.states.get(each);
        return state === undefined || !isEnd(state) || state.type === "Fail";
      });
    this.states = new Set([...graph.states.keys()].filter(inTail));
    this.entries = new Set(
      [...this.edges].flatMap(([from, targets]) =>
        this.states.has(from) ? [] : targets.filter((to) => this.states.has(to)),
      ),
    );
  }

  /** What was surely tried when this state fails: by itself, for what can't be written can't be recorded, or on every way to it. */
  attemptedAt(state: StateView): { readonly recorded: boolean; readonly notified: boolean } {
    return {
      recorded: isRecord(state) || this.isAlwaysBefore(state, isRecord),
      notified: isNotice(state) || this.isAlwaysBefore(state, isNotice),
    };
  }

  private isAlwaysBefore(state: StateView, does: (state: StateView) => boolean): boolean {
    if (!this.states.has(state.name)) {
      return false;
    }
    const without = new Map(
      [...this.edges].map(([name, targets]) => {
        const from = this.graph.states.get(name);
        return [name, from !== undefined && does(from) ? [] : targets];
      }),
    );
    return !reachable(without, this.entries).has(state.name);
  }
}
