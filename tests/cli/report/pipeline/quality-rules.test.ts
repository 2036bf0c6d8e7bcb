import assert from "node:assert/strict";
import { qualityRules } from "../../../../cli/report/pipeline/quality-rules";
import type { QualityRule } from "../../../../cli/report/run-report";
import { loadContract } from "../../../../contracts/compile";
import { repositoryFile } from "../../../../pipelines/pipeline-spec";

const contract = loadContract(repositoryFile("contracts/campaign_contacts.odcs.yaml"));

const summary = {
  formatVersion: 1,
  pipeline: "marketing",
  logicalDate: "2008-05-07",
  runId: "r",
  attempt: "0-0",
  source: 390,
  curated: 380,
  quarantined: 10,
  duplicates: 0,
  quarantinedByRule: { marital_is_known_status: 9, "age.range": 1 },
  warningsByRule: { subscribed_without_a_call: 2 },
} as const;

function rule(rules: readonly QualityRule[], name: string): QualityRule {
  const found = rules.find((one) => one.name === name);
  assert.ok(found, name);
  return found;
}

describe("qualityRules", () => {
  const rules = qualityRules(contract, summary, []);

  it("says of each rule of the contract what it demands, of which column, and how many rows broke it", () => {
    assert.deepEqual(rule(rules, "marital_is_known_status"), {
      name: "marital_is_known_status",
      demands: "Marital status is one the bank uses.",
      scope: "row",
      column: "marital",
      observed: 9,
      held: false,
    });
    assert.deepEqual(
      [rule(rules, "age.range").column, rule(rules, "month_is_known_name").held],
      ["age", true],
    );
    assert.equal(rule(rules, "previous_contacts_match_pdays").column, undefined, "it is about two columns");
  });

  it("has every rule the job may name as a reason, under its own name and once", () => {
    const names = rules.map(({ name }) => name);
    assert.deepEqual([...new Set(names)], names);
    for (const name of ["row.malformed", "row.encoding", "age.required", "age.type", "job.length"]) {
      assert.ok(names.includes(name), name);
    }
    assert.ok(names.includes("lookup.job_categories"));
    assert.ok(names.includes("target.contact_id.required"));
    const ids = contract.rules.map(({ id }) => id);
    assert.deepEqual(
      ids.filter((id) => !names.includes(id)),
      [],
    );
  });

  it("counts what only warns by its own count", () => {
    const { observed, held, demands } = rule(rules, "subscribed_without_a_call");
    assert.deepEqual([observed, held], [2, false]);
    assert.match(demands, /loaded all the same/);
  });

  it("measures the batch against its limits", () => {
    assert.deepEqual(
      [rule(rules, "maxQuarantinedPercent").observed, rule(rules, "maxQuarantinedPercent").held],
      [2.56, true],
    );
    const bad = qualityRules(contract, { ...summary, quarantined: 39 }, []);
    assert.deepEqual(
      [rule(bad, "maxQuarantinedPercent").observed, rule(bad, "maxQuarantinedPercent").held],
      [10, false],
    );
    const empty = qualityRules(contract, { ...summary, source: 0, quarantined: 0 }, []);
    assert.deepEqual([rule(empty, "rowCount").observed, rule(empty, "rowCount").held], [0, false]);
  });

  it("says nothing of how rules held that the run did not get to", () => {
    for (const { name, observed, held } of qualityRules(contract, undefined, [])) {
      assert.deepEqual([observed, held], [undefined, undefined], name);
    }
  });
});
