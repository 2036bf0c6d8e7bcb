import type { Pattern } from "./optimised";

/** What a Task's `Resource` names. */
export type Resource =
  | {
      readonly kind: "sdk" | "optimised";
      readonly partition: string;
      readonly service: string;
      readonly action: string;
      readonly pattern: string;
    }
  | { readonly kind: "function" | "activity" };

export const PATTERNS: readonly Pattern[] = ["", ".sync", ".sync:2", ".waitForTaskToken"];

const SDK = /^arn:(aws[a-z-]*):states:::aws-sdk:([^:.]+):([^:.]+)(\..*)?$/;
const OPTIMISED = /^arn:(aws[a-z-]*):states:::([^:.]+):([^:.]+)(\..*)?$/;
const FUNCTION = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9-_]+(?::[A-Za-z0-9$_-]+)?$/;
const ACTIVITY = /^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:activity:[^:]+$/;

/** Undefined for what is no resource of any kind. */
export function parseResource(resource: string): Resource | undefined {
  const sdk = SDK.exec(resource);
  if (sdk !== null) {
    return parts("sdk", sdk);
  }
  const optimised = OPTIMISED.exec(resource);
  if (optimised !== null && optimised[2] !== "aws-sdk") {
    return parts("optimised", optimised);
  }
  if (FUNCTION.test(resource)) {
    return { kind: "function" };
  }
  return ACTIVITY.test(resource) ? { kind: "activity" } : undefined;
}

function parts(kind: "sdk" | "optimised", match: RegExpExecArray): Resource {
  const [, partition, service, action, pattern = ""] = match as unknown as string[];
  return { kind, partition, service, action, pattern };
}
