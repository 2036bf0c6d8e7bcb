import { isFields, jsonataOf, statesOf } from "../definition";
import type { Finding } from "../finding";
import { inState, type LintedWorkflow } from "../rule";

const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/;

/** `wrong-credentials`: a Task that is to act as another role names it wrongly. */
export function* credentials(workflow: LintedWorkflow): Generator<Finding> {
  for (const state of statesOf(workflow.definition)) {
    const { Credentials: given } = state.fields;
    if (state.type !== "Task" || given === undefined || jsonataOf(given) !== undefined) {
      continue;
    }
    const role = isFields(given) ? given.RoleArn : undefined;
    const dynamic = jsonataOf(role) !== undefined || (isFields(given) && given["RoleArn.$"] !== undefined);
    if (!dynamic && !(typeof role === "string" && ROLE.test(role))) {
      yield inState(workflow, state, {
        rule: "wrong-credentials",
        field: "Credentials.RoleArn",
        message: `${JSON.stringify(role ?? given)} is no ARN of a role.`,
        fix: 'Write {"RoleArn": "arn:aws:iam::<account>:role/<name>"}.',
      });
    }
  }
}
