import assert from "node:assert/strict";
import { StateMachine } from "../../../../components/state-machine";
import type { StateMachineDefinition, Workflow } from "../../../../components/workflow/asl";
import { BUSINESS_ERRORS } from "../../../../components/workflow/business-errors";
import { lintBeforeDeploy } from "../../../../components/workflow/lint/before-deploy";
import { DefinitionRefused } from "../../../../components/workflow/lint/refusal";
import { LAMBDA_RETRIES } from "../../../../components/workflow/retries";
import * as errors from "../../../../handlers/errors";
import { record } from "../../../pulumi-mocks";
import { logs } from "../../fixtures";
import { names } from "../fixtures";
import { JOB } from "./good-definitions";

const definition = JOB.definition as unknown as StateMachineDefinition;
const good: Workflow = { name: "job", definition, permissions: [], lint: JOB.options };
const broken: Workflow = {
  ...good,
  definition: { ...definition, StartAt: "Begin", TimeoutSeconds: 30 },
};

describe("before a deploy", () => {
  it("a good workflow passes", () => {
    lintBeforeDeploy(good);
  });

  it("a broken one is refused, once and again, with all its findings at once", () => {
    for (const time of ["once", "again"]) {
      assert.throws(
        () => {
          lintBeforeDeploy(broken);
        },
        (error: unknown) => {
          assert.ok(error instanceof DefinitionRefused);
          const rules = new Set(error.findings.map(({ rule }) => rule));
          assert.ok(
            rules.has("unknown-target") && rules.has("timeout-not-under-parent"),
            `${time}: ${error.message}`,
          );
          assert.equal(error.message.split("\n").length, error.findings.length);
          return true;
        },
      );
    }
  });

  it("nothing of a refused machine is registered", async () => {
    const recording = await record(() => {
      assert.throws(() => new StateMachine("m", { names, workflow: broken, logs }), DefinitionRefused);
    });
    assert.deepEqual(
      recording.resources.map(({ name }) => name).filter((name) => name.startsWith("m")),
      [],
    );
  });

  it("the same definition under other options is another question", () => {
    assert.throws(() => {
      lintBeforeDeploy({ ...good, lint: undefined });
    }, DefinitionRefused);
  });

  it("each error of the handlers is either a business error or retried", () => {
    const retried = LAMBDA_RETRIES.flatMap(({ ErrorEquals }) => ErrorEquals);
    for (const Raised of Object.values(errors)) {
      const { name } = new Raised("");
      const isBusiness = (BUSINESS_ERRORS as readonly string[]).includes(name);
      assert.notEqual(isBusiness, retried.includes(name), name);
    }
  });
});
