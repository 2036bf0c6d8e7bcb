import type { LintOptions } from "./rule";

/** The definition of a machine that is started, by ARN or name, with or without alias; undefined where it isn't given. */
export function childOf(stateMachine: string, options: LintOptions): unknown {
  const children = options.children ?? {};
  const arn = /^(arn:[^:]*:states:[^:]*:\d*:stateMachine:([^:]+))(?::[^:]+)?$/.exec(stateMachine);
  const names = arn === null ? [stateMachine] : [stateMachine, arn[1], arn[2]];
  const key = Object.keys(children).find(
    (one) => names.includes(one) || (arn !== null && one.startsWith(`${arn[1]}:`)),
  );
  return key === undefined ? undefined : children[key];
}
