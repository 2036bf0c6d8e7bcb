import assert from "node:assert/strict";
import { lintProgram } from "../../../cli/lint/lint-program";
import { lintBeforeDeploy } from "../../../components/workflow/lint/before-deploy";
import { findingText } from "../../../components/workflow/lint/finding";
import type { RecordedProgram } from "../../../sandbox/types";
import { JOB, QUERY } from "../../components/workflow/lint/good-definitions";

const machine = (name: string, definition: unknown): RecordedProgram["resources"][number] => ({
  urn: `urn:pulumi:dev::p::aws:sfn/stateMachine:StateMachine::${name}`,
  type: "aws:sfn/stateMachine:StateMachine",
  name,
  inputs: { name, definition: JSON.stringify(definition) },
  state: {},
  id: name,
  custom: true,
  dependencies: [],
});

const program = (...resources: RecordedProgram["resources"]): Promise<RecordedProgram> =>
  Promise.resolve({
    project: "p",
    stack: "dev",
    accountId: "111122223333",
    region: "eu-west-1",
    resources,
    outputs: {},
  });

describe("lintProgram", () => {
  it("lints a machine that no component of Stepline declares, too", async () => {
    const { machines, findings } = await lintProgram(() =>
      program(
        machine("query", QUERY.definition),
        machine("broken", { ...QUERY.definition, StartAt: "Start" }),
      ),
    );
    assert.deepEqual(machines, ["query", "broken"]);
    assert.deepEqual(
      findings
        .filter(({ rule }) => rule === "unknown-target")
        .map(({ workflow, field }) => [workflow, field]),
      [["broken", "StartAt"]],
    );
    assert.ok(findings.every(({ workflow }) => workflow === "broken"));
  });

  it("lints a workflow with the options it was declared with, and hears of every finding", async () => {
    const declared = { name: "job", definition: JOB.definition as never, permissions: [] };
    const record = (lint: object | undefined) => () => {
      lintBeforeDeploy({ ...declared, ...(lint === undefined ? {} : { lint }) });
      return program(machine("job", JOB.definition));
    };
    assert.deepEqual((await lintProgram(record(JOB.options))).findings, []);
    const { findings } = await lintProgram(record(undefined));
    assert.ok(findings.length > 1, findings.map(findingText).join("\n"));
  });

  it("finds a definition that differs when the program is evaluated again", async () => {
    let evaluations = 0;
    const { findings } = await lintProgram(() => {
      evaluations += 1;
      return program(machine("query", { ...QUERY.definition, Comment: `Made ${evaluations}` }));
    });
    assert.deepEqual(
      findings.map(({ rule, workflow }) => [rule, workflow]),
      [["unstable-definition", "query"]],
    );
  });
});
