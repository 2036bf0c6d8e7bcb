import type { JsonObject } from "./asl";

/** `{% expression %}`: a JSONata expression as the States Language embeds it. */
export function jsonata(expression: string): string {
  return `{% ${expression} %}`;
}

/**
 * A JSONata string literal. Names from configuration enter expressions only through this.
 */
export function literal(text: string): string {
  return JSON.stringify(text);
}

/** Longest cause that is recorded and mailed, in characters: a cause can be 32 KiB of stack trace. */
const CAUSE_CHARACTERS = 1000;

/**
 * A JSONata expression for the first of the text members `names` in the JSON text that `cause` gives, at most
 * 1,000 characters, or for the whole text when there is none. Taken out by a regular expression, not by `$parse`: a truncated
 * cause would make that fail, and an error inside a Catch cannot be caught.
 */
export function readableCause(...names: readonly string[]): string {
  // `[^\\"]`, in this order: JSONata's lexer takes a bracket after a backslash for an escaped one, even after two.
  const member = `/"(?:${names.join("|")})":\\s*"((?:\\\\.|[^\\\\"])*)"/`;
  return (
    `($found := $match(${CAUSE}, ${member}, 1); ` +
    `$text := $exists($found) ? $replace($replace($found.groups[0], /\\\\n/, "\\n"), /\\\\"/, "'") : ${CAUSE}; ` +
    `$substring($text, 0, ${CAUSE_CHARACTERS}))`
  );
}

/** The error's cause as text: an error such as States.Timeout comes without one. */
export const CAUSE = '($exists($states.errorOutput.Cause) ? $states.errorOutput.Cause : "")';

/**
 * The error and a readable cause out of `$states.errorOutput`. Step Functions reports a failed function, job run or child
 * execution as JSON text in `Cause`; a child's own error is in there too.
 */
export const FAILURE: JsonObject = {
  failure: {
    error: jsonata(
      `($name := $match(${CAUSE}, /"Error":\\s*"([^"]*)"/, 1); ` +
        `$exists($name) ? $name.groups[0] : $states.errorOutput.Error)`,
    ),
    cause: jsonata(readableCause("errorMessage", "ErrorMessage", "Cause")),
    state: jsonata("$states.context.State.Name"),
  },
};

/** How often the execution was redriven. The context object omits the member until the first redrive. */
export const REDRIVE_COUNT =
  "($exists($states.context.Execution.RedriveCount) ? $states.context.Execution.RedriveCount : 0)";

/** How often the running state was retried; likewise absent before the first retry in some contexts. */
const RETRY_COUNT = "($exists($states.context.State.RetryCount) ? $states.context.State.RetryCount : 0)";

/** Number of this attempt at the running state, unique in its execution: each redrive begins to count retries anew. */
export const ATTEMPT = `(${REDRIVE_COUNT} * 100 + ${RETRY_COUNT})`;
