import assert from "node:assert/strict";
import { compareWorkflows } from "../../../../../cli/diff/workflows/compare";
import { describeWorkflows } from "../../../../../cli/diff/workflows/describe";
import { readMermaid } from "../graph/mermaid-grammar";
import { type Definition, machineResource, snapshotOf } from "../snapshots";

const OWN = "arn:aws:states:eu-west-1:111122223333:stateMachine:";

/** A machine that starts others, one after the other. */
function starting(arns: readonly string[], comment = ""): Definition {
  return {
    QueryLanguage: "JSONata",
    Comment: comment,
    StartAt: "S0",
    States: {
      ...Object.fromEntries(
        arns.map((arn, index) => [
          `S${index}`,
          {
            Type: "Task",
            Resource: "arn:aws:states:::states:startExecution.sync:2",
            Arguments: { StateMachineArn: arn },
            Next: `S${index + 1}`,
          },
        ]),
      ),
      [`S${arns.length}`]: { Type: "Succeed" },
    },
  };
}

/** Names of each group's machines, when all of them change. */
function groups(definitions: Readonly<Record<string, readonly string[]>>): readonly (readonly string[])[] {
  const all = (comment: string): Readonly<Record<string, Definition>> =>
    Object.fromEntries(Object.entries(definitions).map(([name, arns]) => [name, starting(arns, comment)]));
  const changes = compareWorkflows(snapshotOf(all("before")), snapshotOf(all("after")));
  changes.forEach(({ root, machines }) => {
    assert.equal(root, machines[0].name);
  });
  return changes.map(({ machines }) => machines.map(({ name }) => name));
}

describe("a group of workflows", () => {
  it("is one machine where nothing starts another", () => {
    assert.deepEqual(groups({ a: [], b: [] }), [["a"], ["b"]]);
  });

  it("begins with who is started by nobody, then goes down", () => {
    const definitions = { a: [], b: [`${OWN}a`, `${OWN}c`], c: [], d: [`${OWN}b`] };
    assert.deepEqual(groups(definitions), [["d", "b", "a", "c"]]);
  });

  it("knows a machine by its alias and its version", () => {
    assert.deepEqual(groups({ a: [], b: [], c: [`${OWN}a:live`, `${OWN}b:7`] }), [["c", "a", "b"]]);
  });

  it("puts a second root behind what it shares with the first", () => {
    const definitions = { a: [`${OWN}z`], b: [`${OWN}z`], x: [], y: [`${OWN}x`], z: [`${OWN}y`] };
    assert.deepEqual(groups(definitions), [["a", "z", "y", "x", "b"]]);
  });

  it("holds all that start the same child", () => {
    assert.deepEqual(groups({ a: [`${OWN}c`], b: [`${OWN}c`], c: [] }), [["a", "c", "b"]]);
  });

  it("ends where machines start each other", () => {
    assert.deepEqual(groups({ a: [`${OWN}b`], b: [`${OWN}a`], c: [`${OWN}c`] }), [["c"], ["a", "b"]]);
  });

  it("leaves out machines of another account, region or stack", () => {
    const other = "arn:aws:states:eu-west-1:444455556666:stateMachine:a";
    const far = "arn:aws:states:us-east-1:111122223333:stateMachine:a";
    assert.deepEqual(groups({ a: [], b: [other, far, `${OWN}unknown`] }), [["a"], ["b"]]);
  });

  it("draws what it starts outside of the stack", () => {
    const arn = "arn:aws:states:eu-west-1:444455556666:stateMachine:theirs:live";
    const [{ graphs }] = compareWorkflows(
      snapshotOf({ a: starting([`${OWN}gone`]) }),
      snapshotOf({ a: starting([arn]) }),
    );
    const [before, after] = [readMermaid(graphs.before!), readMermaid(graphs.after!)];
    assert.match(before.nodes.get("x1") ?? "", /"gone<br\/>outside of this stack"/);
    assert.match(after.nodes.get("x2") ?? "", /"arn#58;aws#58;.*theirs<br\/>/);
    assert.deepEqual([before.marked.length, after.marked.length], [1, 1]);
  });

  it("is told even where only a machine of it was there before", () => {
    const [{ root, machines, graphs }] = compareWorkflows(
      snapshotOf({ b: starting([`${OWN}c`]), c: starting([]) }),
      snapshotOf({ a: starting([`${OWN}b`]), b: starting([]) }),
    );
    assert.equal(root, "a");
    assert.deepEqual(
      machines.map(({ name, action }) => [name, action]),
      [
        ["a", "added"],
        ["b", "changed"],
        ["c", "removed"],
      ],
    );
    assert.deepEqual(
      [readMermaid(graphs.before!).groups, readMermaid(graphs.after!).groups],
      [
        ["m2", "m3"],
        ["m1", "m2"],
      ],
    );
  });
});

describe("a machine", () => {
  const definition = (comment: string): string => JSON.stringify(starting([], comment));
  const machines = (...resources: readonly ReturnType<typeof machineResource>[]) => ({
    ...snapshotOf({}),
    resources,
  });

  it("with a new name is the same by its URN, though its states change", () => {
    const [{ machines: found }] = compareWorkflows(
      machines(machineResource("one", { name: "old", definition: definition("a") })),
      machines(machineResource("one", { name: "new", definition: definition("b") })),
    );
    assert.deepEqual(
      found.map(({ name, previousName, action }) => [name, previousName, action]),
      [["new", "old", "changed"]],
    );
  });

  it("with a new name and URN is the same by its definition", () => {
    const [{ machines: found }] = compareWorkflows(
      snapshotOf({ old: starting([]) }),
      snapshotOf({ new: starting([]) }),
    );
    assert.deepEqual(
      found.map(({ name, previousName, action }) => [name, previousName, action]),
      [["new", "old", "renamed"]],
    );
  });

  it("without a name is called as its resource", () => {
    const [{ root }] = compareWorkflows(
      machines(),
      machines(machineResource("one", { definition: definition("a") })),
    );
    assert.equal(root, "one-machine");
  });

  describe("with a definition that can't be read", () => {
    const one = (text: string, inputs = {}): ReturnType<typeof machines> =>
      machines(machineResource("one", { name: "one", definition: text, ...inputs }));
    const [secret, other] = [one("[secret 1a2b3c]"), one("[secret 4d5e6f]")];
    const readable = one(definition("a"));
    const sides = [
      ["base", secret, readable],
      ["head", readable, one("no JSON")],
      ["both", secret, other],
    ] as const;
    for (const [where, before, after] of sides) {
      it(`in ${where} is told as that alone: no state is gone or new, and nothing is drawn`, () => {
        const changes = compareWorkflows(before, after);
        const expected = { name: "one", action: "changed", unreadable: where };
        assert.deepEqual(changes, [
          {
            root: "one",
            machines: [{ ...expected, fields: [], states: [], dangers: [] }],
            graphs: { shows: "nothing" },
          },
        ]);
        const [, , warning, ...others] = describeWorkflows(changes);
        assert.match(JSON.stringify(warning), /"warning".*can't be compared.*a secret, or no JSON/);
        assert.deepEqual(others, []);
      });
    }

    it("is the same when its text is, and its settings are compared still", () => {
      assert.deepEqual(compareWorkflows(secret, secret), []);
      const traced = one("[secret 1a2b3c]", { tracingConfiguration: { enabled: true } });
      const [{ machines: found }] = compareWorkflows(secret, traced);
      assert.equal(found[0].unreadable, undefined);
      assert.deepEqual(
        found[0].fields.map(({ path }) => path),
        ["tracingConfiguration.enabled"],
      );
    });

    it("is new or gone without a number of states", () => {
      for (const [before, after, fate] of [
        [machines(), secret, "new"],
        [secret, machines(), "gone"],
      ] as const) {
        const words = JSON.stringify(describeWorkflows(compareWorkflows(before, after)));
        assert.match(words, new RegExp(`is ${fate} and .*can't be compared`));
        assert.doesNotMatch(words, /states?\./);
      }
    });
  });
});
