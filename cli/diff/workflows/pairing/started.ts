import { isFields, statesOf, type StateView } from "../../../../components/workflow/lint/definition";
import type { Machine } from "./machine";

const STARTS = /:states:::(?:states:startExecution|aws-sdk:sfn:start(?:Sync)?Execution)(?:\..+)?$/;
const WAITS = /(?:\.sync|\.sync:2|\.waitForTaskToken|:startSyncExecution)$/;
const MACHINE_ARN = /^arn:[^:]+:states:([^:]*):(\d*):stateMachine:([^:]+)(?::[^:]+)?$/;

/** A state that starts another machine. */
export interface Start {
  readonly state: StateView;
  /** Name where it is of the same account and region, else the ARN without version or alias. */
  readonly machine: string;
  /** Whether the state waits for its end. */
  readonly waits: boolean;
}

/** Of the machines that the definition names; what only the run knows is left out. */
export function startsOf({ graph, accountId, region }: Machine): readonly Start[] {
  return [...statesOf(graph)].flatMap((state) => {
    const { Resource: resource, Arguments, Parameters } = state.fields;
    const call = isFields(Arguments) ? Arguments : Parameters;
    const target = isFields(call) ? call.StateMachineArn : undefined;
    if (typeof resource !== "string" || !STARTS.test(resource) || typeof target !== "string") {
      return [];
    }
    const arn = MACHINE_ARN.exec(target);
    if (arn === null) {
      return [];
    }
    const isOwn = arn[1] === region && arn[2] === accountId;
    return [
      {
        state,
        machine: isOwn ? arn[3] : target.split(":").slice(0, 7).join(":"),
        waits: WAITS.test(resource),
      },
    ];
  });
}
