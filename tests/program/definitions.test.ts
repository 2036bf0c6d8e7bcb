import assert from "node:assert/strict";
import aslValidator from "asl-validator";
import { recordProgram } from "../../sandbox/program/record";
import { statelint } from "../components/workflow/statelint";

describe("every state machine the program declares", () => {
  for (const stack of ["dev", "prod"]) {
    it(`passes statelint and asl-validator in ${stack}`, async () => {
      const { resources } = await recordProgram({ stack });
      const machines = resources.filter(({ type }) => type === "aws:sfn/stateMachine:StateMachine");
      assert.equal(machines.length, 2);
      for (const { name, inputs } of machines) {
        const definition = JSON.parse(String(inputs.definition)) as object;
        assert.deepEqual(statelint(definition), [], name);
        const { isValid, errors } = aslValidator(definition);
        assert.ok(isValid, `${name}: ${JSON.stringify(errors)}`);
      }
    });
  }
});
