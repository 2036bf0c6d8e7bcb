import type { Finding } from "../finding";
import type { LintedWorkflow } from "../rule";

/** An Express execution ends after five minutes, whatever its definition says. */
const EXPRESS_SECONDS = 300;

/** `express-timeout`: an Express machine that is given longer than an Express execution may take. */
export function* expressRules({ name, definition, options }: LintedWorkflow): Generator<Finding> {
  const { TimeoutSeconds } = definition.fields;
  if (
    options.machineType === "EXPRESS" &&
    typeof TimeoutSeconds === "number" &&
    TimeoutSeconds > EXPRESS_SECONDS
  ) {
    yield {
      rule: "express-timeout",
      workflow: name,
      field: "TimeoutSeconds",
      message: `is ${TimeoutSeconds}, and an Express execution ends after ${EXPRESS_SECONDS} s.`,
      fix: `Write ${EXPRESS_SECONDS} or less, or make the machine a Standard one.`,
    };
  }
}
