import assert from "node:assert/strict";
import { recordForPeople } from "../../../cli/synth/record-for-people";
import { type Fixture, fixtureProgram } from "../../sandbox/program/fixture-program";

describe("recordForPeople", () => {
  let fixture: Fixture | undefined;

  afterEach(() => {
    fixture?.remove();
    fixture = undefined;
  });

  function failing(body: string): Promise<unknown> {
    fixture = fixtureProgram(body);
    return recordForPeople({ stack: "dev", programDirectory: fixture.directory });
  }

  it("gives what the program says is wrong as a message without a stack", async () => {
    await assert.rejects(failing('throw new Error("size must be small");'), {
      name: "SetupError",
      message: "size must be small",
    });
  });

  it("gives a mistake in the code with the line it is in", async () => {
    await assert.rejects(failing("undefined.size;"), (error: Error) => {
      assert.ok(error instanceof TypeError);
      assert.match(String(error.stack), /stepline-program-\w+\/index\.js:5:/);
      return true;
    });
  });
});
