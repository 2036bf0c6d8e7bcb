import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { impliesConditions } from "../../../../../cli/diff/roles/policy/condition-cover";
import { readStatements, type ConditionLine } from "../../../../../cli/diff/roles/policy/statement";
import { holds, RequestContext } from "../../../../../sandbox/iam/conditions";
import { parsePolicy } from "../../../../../sandbox/iam/policy";
import { conditions, contexts } from "../../../../sandbox/iam/generated-conditions";
import type { ConditionBlock } from "../../../../sandbox/iam/oracle/conditions";

type Values = readonly string[] | string;

const document = (Condition: ConditionBlock): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: "*", Resource: "*", Condition },
  });

const lines = (block: ConditionBlock): readonly ConditionLine[] =>
  readStatements(document(block), "p")[0].conditions;

function meets(block: ConditionBlock, context: RequestContext): boolean {
  const parsed = parsePolicy(document(block), "p").statements[0].conditions;
  return parsed.every((condition) => holds(condition, context, true) === true);
}

/** The same condition with other values, or in a form beside its own. */
const related: fc.Arbitrary<readonly [ConditionBlock, ConditionBlock]> = fc
  .tuple(conditions, conditions, fc.nat(5))
  .map(([one, other, how]) => {
    const [[operator, keys] = ["Null", {}]] = Object.entries(one);
    const [[key, values] = ["", []]] = Object.entries(keys);
    const [[, others] = ["", {}]] = Object.entries(other);
    const more = [values, Object.values(others)[0] as Values].flat() as readonly string[];
    const again: Readonly<Record<number, ConditionBlock>> = {
      0: { [operator]: { [key]: [...more] } },
      1: { [operator.replace(/Equals$/, "Like")]: keys },
      2: { [`${operator}IfExists`.replace("IfExistsIfExists", "IfExists")]: keys },
      3: { [operator.replace(/^For\w+:/, "")]: keys },
      4: { [operator]: { [key]: [values].flat().slice(0, 1) } },
    };
    const changed = again[how] ?? other;
    return [one, changed] as const;
  })
  .filter((pair) => pair.every(isPolicy));

function isPolicy(block: ConditionBlock): boolean {
  try {
    parsePolicy(document(block), "p");
    return true;
  } catch {
    return false;
  }
}

describe("which conditions follow from which", () => {
  it("a request that meets the stricter one meets the looser one, as the sandbox judges both", function () {
    this.timeout(30_000);
    let implied = 0;
    fc.assert(
      fc.property(related, contexts, fc.boolean(), ([one, other], given, turned) => {
        const [strict, loose] = turned ? [other, one] : [one, other];
        if (!impliesConditions(lines(strict), lines(loose), true)) {
          return;
        }
        const context = new RequestContext(given);
        implied += meets(strict, context) ? 1 : 0;
        assert.ok(
          !meets(strict, context) || meets(loose, context),
          `${JSON.stringify(strict)} does not imply ${JSON.stringify(loose)}`,
        );
      }),
      { seed: 20_261_220, numRuns: 12_000 },
    );
    assert.ok(implied > 1_000, `only ${implied} met`);
  });

  const line = (operator: string, ...values: string[]): ConditionLine => ({
    operator,
    key: "s3:prefix",
    values,
  });
  const follows = (strict: ConditionLine, loose: ConditionLine): boolean =>
    impliesConditions([strict], [loose], true);

  it("fewer values are stricter, and for negated operators more", () => {
    assert.equal(follows(line("StringEquals", "a"), line("StringEquals", "a", "b")), true);
    assert.equal(follows(line("StringEquals", "a", "b"), line("StringEquals", "a")), false);
    assert.equal(follows(line("StringNotEquals", "a", "b"), line("StringNotEquals", "a")), true);
    assert.equal(follows(line("StringNotEquals", "a"), line("StringNotEquals", "a", "b")), false);
  });

  it("patterns are weighed, and IfExists is looser", () => {
    assert.equal(follows(line("StringLike", "a/b*"), line("StringLike", "a/*")), true);
    assert.equal(follows(line("StringEquals", "a/b"), line("StringLike", "a/*")), true);
    assert.equal(follows(line("StringEquals", "a*"), line("StringLike", "a?*")), false);
    assert.equal(follows(line("StringEquals", "a"), line("StringEqualsIfExists", "a")), true);
    assert.equal(follows(line("StringEqualsIfExists", "a"), line("StringEquals", "a")), false);
  });

  it("no condition follows from none, and anything implies none", () => {
    assert.equal(impliesConditions([], [line("StringEquals", "a")], true), false);
    assert.equal(impliesConditions([line("StringEquals", "a")], [], true), true);
  });
});
