import assert from "node:assert/strict";
import { contractJson, contractSha256, loadContract } from "../../contracts/compile";
import { compiledAfter, contract, contractPath, draftOf, property, schemaObject } from "./contract-fixture";

describe("the compiled campaign contract", () => {
  it("has the landing columns in file order", () => {
    assert.equal(
      contract.source.columns.map(({ name }) => name).join(),
      "contact_id,age,job,marital,education,default,balance,housing,loan,contact,day,month,duration,campaign,pdays,previous,poutcome,y",
    );
  });

  it("reads `unknown` and -1 as null, and the empty text everywhere", () => {
    const nulls = Object.fromEntries(
      contract.source.columns.map(({ name, nullValues }) => [name, nullValues]),
    );
    for (const name of ["job", "education", "contact", "poutcome"])
      assert.deepEqual(nulls[name], ["", "unknown"]);
    assert.deepEqual(nulls.pdays, ["", "-1"]);
    assert.deepEqual(nulls.balance, [""]);
  });

  it("reads yes and no as booleans", () => {
    const column = contract.source.columns.find(({ name }) => name === "default");
    assert.deepEqual(column?.booleanValues, { true: ["yes"], false: ["no"] });
  });

  it("merges into marketing.campaign_contacts by contact_id, partitioned by contact_date", () => {
    const { schema, table, key, partitionBy, loadMode, distribution, sortKey } = contract.target;
    assert.deepEqual(
      { schema, table, key, partitionBy, loadMode, distribution, sortKey },
      {
        schema: "marketing",
        table: "campaign_contacts",
        key: ["contact_id"],
        partitionBy: ["contact_date"],
        loadMode: "merge",
        distribution: { style: "KEY", column: "contact_id" },
        sortKey: ["contact_date"],
      },
    );
  });

  it("joins both lookups by the foreign keys of the source", () => {
    assert.deepEqual(
      contract.lookups.map(({ name, file, on, onMissing }) => ({ name, file, on, onMissing })),
      [
        {
          name: "job_categories",
          file: "job_categories.csv",
          on: { source: "job", lookup: "job" },
          onMissing: "quarantine",
        },
        {
          name: "education_levels",
          file: "education_levels.csv",
          on: { source: "education", lookup: "education" },
          onMissing: "quarantine",
        },
      ],
    );
  });

  it("makes a range rule that lets null pass only where the column may be null", () => {
    const rules = Object.fromEntries(contract.rules.map(({ id, expression }) => [id, expression]));
    assert.equal(rules["age.range"], "contacts.age >= 18 AND contacts.age <= 120");
    assert.equal(rules["pdays.range"], "contacts.pdays IS NULL OR contacts.pdays >= 0");
  });

  it("checks rules of columns in column order, then rules of the row", () => {
    const ids = contract.rules.map(({ id }) => id);
    assert.deepEqual(ids.slice(0, 3), ["contact_id.range", "age.range", "marital_is_known_status"]);
    assert.equal(ids.indexOf("contact_day_is_logical_date"), ids.length - 3);
  });

  it("fails an empty batch because of the row count rule, and accepts it without", () => {
    assert.equal(contract.source.emptyBatch, "fail");
    const relaxed = compiledAfter((draft) => {
      const source = schemaObject(draft, "contacts");
      source.quality = source.quality.filter((rule) => rule.id !== "batch_is_not_empty");
    });
    assert.equal(relaxed.source.emptyBatch, "succeed");
  });

  it("writes texts of valid values as Spark texts that cannot end early", () => {
    const odd = compiledAfter((draft) => {
      property(draft, "contacts", "marital").quality[0].arguments.validValues = ["it's", "back\\slash"];
    });
    const rule = odd.rules.find(({ id }) => id === "marital_is_known_status");
    assert.equal(rule?.expression, "contacts.marital IN ('it\\'s', 'back\\\\slash')");
  });
});

describe("the stored contract", () => {
  it("is the same text and hash however the YAML orders its keys", () => {
    const reordered = compiledAfter((draft) => {
      for (const object of draft.schema) {
        object.properties = object.properties.map((entry) =>
          draftOf(Object.fromEntries(Object.entries(entry).reverse())),
        );
      }
    });
    assert.equal(contractJson(reordered), contractJson(contract));
    assert.equal(contractSha256(reordered), contractSha256(loadContract(contractPath)));
  });

  it("has another hash when a rule changes", () => {
    const stricter = compiledAfter((draft) => {
      property(draft, "contacts", "age").logicalTypeOptions.maximum = 100;
    });
    assert.notEqual(contractSha256(stricter), contractSha256(contract));
  });

  it("reads back as the compiled contract", () => {
    assert.deepEqual(JSON.parse(contractJson(contract)), JSON.parse(JSON.stringify(contract)));
  });
});
