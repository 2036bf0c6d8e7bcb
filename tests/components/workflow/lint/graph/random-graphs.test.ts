import assert from "node:assert/strict";
import fc from "fast-check";
import { findingText } from "../../../../../components/workflow/lint/finding";
import { cycles, reachable } from "../../../../../components/workflow/lint/graph/cycles";
import { lintGraph } from "../../../../../components/workflow/lint/lint-graph";

interface RandomGraph {
  /** State -> where it may go; the last one ends. Each leads somewhere further on, and is led to from before. */
  readonly targets: readonly (readonly number[])[];
  /** Inside a branch of a Parallel. */
  readonly nested: boolean;
}

const graphs: fc.Arbitrary<RandomGraph> = fc.integer({ min: 2, max: 12 }).chain((size) =>
  fc.record({
    nested: fc.boolean(),
    targets: fc
      .tuple(
        fc.tuple(...Array.from({ length: size - 1 }, (_, index) => fc.nat({ max: index }))),
        fc.array(fc.tuple(fc.nat({ max: size - 2 }), fc.nat({ max: size - 1 })), { maxLength: size }),
        fc.tuple(
          ...Array.from({ length: size - 1 }, (_, index) => fc.integer({ min: index + 1, max: size - 1 })),
        ),
      )
      .map(([parents, more, ahead]) => {
        const targets = ahead.map((to) => [to]);
        parents.forEach((parent, index) => targets[parent].push(index + 1));
        more.forEach(([from, to]) => targets[from].push(to));
        return [...targets, []];
      }),
  }),
);

function definitionOf({ targets, nested }: RandomGraph): object {
  const states = Object.fromEntries(
    targets.map((to, index) => [
      `S${index}`,
      to.length === 0
        ? { Type: "Succeed" }
        : {
            Type: "Choice",
            Choices: to.slice(1).map((each) => ({ Condition: "{% true %}", Next: `S${each}` })),
            Default: `S${to[0]}`,
          },
    ]),
  );
  const graph = { StartAt: "S0", States: states };
  const machine = { QueryLanguage: "JSONata", TimeoutSeconds: 60 };
  return nested
    ? {
        ...machine,
        StartAt: "Around",
        States: { Around: { Type: "Parallel", Branches: [graph], End: true } },
      }
    : { ...machine, ...graph };
}

const rulesIn = (graph: RandomGraph): readonly string[] =>
  lintGraph("random", definitionOf(graph)).map(({ rule }) => rule);

/** An edge of the graph, by two numbers of any size. */
const anEdge = fc.record({ state: fc.nat(), edge: fc.nat() });

describe("lintGraph", () => {
  it("finds nothing in a random graph whose states are reached and lead to its end", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        assert.deepEqual(lintGraph("random", definitionOf(graph)).map(findingText), []);
      }),
    );
  });

  it("finds any one edge that leads to no state", () => {
    fc.assert(
      fc.property(graphs, anEdge, ({ targets, nested }, { state, edge }) => {
        const from = state % (targets.length - 1);
        const changed = edge % targets[from].length;
        const broken = targets.map((to, index) =>
          index === from ? to.map((each, place) => (place === changed ? 99 : each)) : to,
        );
        const findings = lintGraph("random", definitionOf({ targets: broken, nested }));
        const found = findings.filter(({ rule }) => rule === "unknown-target");
        assert.deepEqual(
          found.map(({ state: name, field }) => [name, field]),
          [
            [
              `${nested ? "Around / " : ""}S${from}`,
              changed === 0 ? "Default" : `Choices[${changed - 1}].Next`,
            ],
          ],
        );
      }),
    );
  });

  it("finds a state that every edge passes by", () => {
    fc.assert(
      fc.property(graphs, fc.nat(), ({ targets, nested }, which) => {
        const lost = 1 + (which % (targets.length - 1));
        const broken = targets.map((to) => to.map((each) => (each === lost ? 0 : each)));
        assert.ok(rulesIn({ targets: broken, nested }).includes("unreachable-state"));
      }),
    );
  });

  it("finds that nothing ends when the end leads back", () => {
    fc.assert(
      fc.property(graphs, fc.nat(), ({ targets, nested }, back) => {
        const broken = targets.map((to) => (to.length === 0 ? [back % targets.length] : to));
        assert.ok(rulesIn({ targets: broken, nested }).includes("endless-loop"));
      }),
    );
  });
});

describe("cycles", () => {
  it("are the states that lead to each other, as by looking at every pair", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat({ max: 9 }), { maxLength: 3 }), { minLength: 10, maxLength: 10 }),
        (targets) => {
          const edges = new Map(targets.map((to, index) => [String(index), to.map(String)]));
          const leadsTo = (from: string): ReadonlySet<string> => reachable(edges, edges.get(from) ?? []);
          const expected = new Set(
            [...edges.keys()]
              .filter((name) => leadsTo(name).has(name))
              .map((name) =>
                [...edges.keys()]
                  .filter((other) => leadsTo(name).has(other) && leadsTo(other).has(name))
                  .join(),
              ),
          );
          const found = cycles(edges).map((group) => [...group].sort().join());
          assert.deepEqual([...found].sort(), [...expected].sort());
        },
      ),
    );
  });
});
