import type { StateView } from "../definition";
import { STATES } from "./member";
import { ANY, NUMBER, objectOf, TEXT, type ValueType } from "./value-type";

const CONTEXT = "the context object";

/** What `$states` holds beside the input. */
export interface StatesMembers {
  readonly result?: ValueType;
  readonly errorOutput?: ValueType;
}

/** What a Catch gets. */
export const ERROR_OUTPUT: ValueType = objectOf({ Error: TEXT, Cause: TEXT }, "an error");

/** The type of `$states` in a state. */
export function statesType(
  state: StateView,
  input: ValueType,
  item: ValueType | undefined,
  members: StatesMembers,
  execution: ValueType = ANY,
): ValueType {
  return objectOf({ input, context: contextType(state, item, execution), ...members }, STATES);
}

/** The context object: developer guide, "Accessing execution data from the Context object". Times are texts. */
function contextType(state: StateView, item: ValueType | undefined, execution: ValueType): ValueType {
  const part = (members: Record<string, ValueType>): ValueType => objectOf(members, CONTEXT);
  return part({
    Execution: part({
      Id: TEXT,
      Input: execution,
      Name: TEXT,
      RoleArn: TEXT,
      StartTime: TEXT,
      RedriveCount: NUMBER,
      RedriveTime: TEXT,
    }),
    State: part({ EnteredTime: TEXT, Name: TEXT, RetryCount: NUMBER }),
    StateMachine: part({ Id: TEXT, Name: TEXT }),
    ...(waitsForToken(state) ? { Task: part({ Token: TEXT }) } : {}),
    ...(item === undefined
      ? {}
      : { Map: part({ Item: part({ Index: NUMBER, Value: item, Key: TEXT, Source: TEXT }) }) }),
  });
}

function waitsForToken(state: StateView): boolean {
  const { Resource } = state.fields;
  return state.type === "Task" && typeof Resource === "string" && Resource.endsWith(".waitForTaskToken");
}
