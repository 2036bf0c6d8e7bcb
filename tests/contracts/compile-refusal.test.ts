import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadContract } from "../../contracts/compile";
import { ContractError } from "../../contracts/contract-error";
import { compiledAfter, custom, type Draft, draftOf, property, schemaObject } from "./contract-fixture";

describe("a contract that cannot be used", () => {
  const columns = (draft: Draft, name: string): Draft[] => schemaObject(draft, name).properties;
  const source = "contacts";
  const target = "campaign_contacts";
  const faults: Record<string, { change: (draft: Draft) => void; says: RegExp }> = {
    "has an unknown key": {
      change: (draft) => (property(draft, source, "age").nullable = true),
      says: /^changed\.odcs\.yaml: schema\.contacts\.properties\.age: "nullable" is not known here: remove it\.$/,
    },
    "has a logical type that does not exist": {
      change: (draft) => (property(draft, source, "age").logicalType = "int"),
      says: /properties\.age\.logicalType: "int": .*integer/,
    },
    "has an unknown custom property": {
      change: (draft) =>
        schemaObject(draft, source).customProperties.push(draftOf({ property: "csvDelimeter", value: ";" })),
      says: /contacts\.customProperties: "csvDelimeter" is not known here: remove it, or use one of .*csvDelimiter/,
    },
    "gives a custom property twice": {
      change: (draft) =>
        schemaObject(draft, source).customProperties.push(draftOf({ property: "csvQuote", value: "'" })),
      says: /"csvQuote" is given twice/,
    },
    "has a rule of type sql": {
      change: (draft) => (schemaObject(draft, source).quality[1].type = "sql"),
      says: /quality\.contact_day_is_logical_date.*not a rule Stepline runs: write `type: library`/,
    },
    "has two rules of one id": {
      change: (draft) => (schemaObject(draft, source).quality[1].id = "marital_is_known_status"),
      says: /rule id "marital_is_known_status" is used twice/,
    },
    "has no key": {
      change: (draft) => {
        const key = property(draft, target, "contact_id");
        delete key.primaryKey;
        delete key.primaryKeyPosition;
      },
      says: /campaign_contacts: has no key/,
    },
    "has a key that may be null": {
      change: (draft) => (property(draft, target, "contact_id").required = false),
      says: /properties\.contact_id: is part of the key but may be null/,
    },
    "numbers its partition columns with a gap": {
      change: (draft) => (property(draft, target, "contact_date").partitionKeyPosition = 2),
      says: /contact_date\.partitionKeyPosition: 2: number the partitioned columns 1, 2, 3/,
    },
    "joins by a column the lookup lacks": {
      change: (draft) => (property(draft, source, "job").relationships[0].to = "job_categories.code"),
      says: /job_categories: the joined column has to be the lookup's key: mark "code"/,
    },
    "joins a lookup that does not exist": {
      change: (draft) => (property(draft, source, "job").relationships[0].to = "jobs.job"),
      says: /a relationship leads to "jobs", which is no lookup/,
    },
    "has a lookup that nothing refers to": {
      change: (draft) => (property(draft, source, "job").relationships = []),
      says: /job_categories: nothing refers to the lookup/,
    },
    "does not say what a missing lookup value means": {
      change: (draft) => (property(draft, source, "job").relationships[0].customProperties = []),
      says: /job\.relationships\.customProperties\.onMissing: is missing/,
    },
    "has a rule on a lookup": {
      change: (draft) => (property(draft, "education_levels", "rank").logicalTypeOptions.minimum = 1),
      says: /rank: has a rule without effect/,
    },
    "makes a column from one that does not exist": {
      change: (draft) => (property(draft, target, "age").transformLogic = "contacts.agee"),
      says: /age\.transformLogic: "contacts\.agee": "contacts" has no column "agee": did you mean "age"\?/,
    },
    "names a target column with a reserved word": {
      change: (draft) => (property(draft, target, "is_employed").name = "default"),
      says: /"default" is a reserved word of Redshift/,
    },
    "names a column in capitals": {
      change: (draft) => (property(draft, target, "age").name = "Age"),
      says: /the name "Age" is not allowed/,
    },
    "names a column of 128 characters": {
      change: (draft) => (property(draft, target, "age").name = "a".repeat(128)),
      says: /is not allowed: use lower-case letters/,
    },
    "has a column twice": {
      change: (draft) => columns(draft, target).push(property(draft, target, "age")),
      says: /column "age" is there twice/,
    },
    "has a target type Redshift lacks": {
      change: (draft) => (property(draft, target, "job").physicalType = "VARCHAR(65536)"),
      says: /physicalType "VARCHAR\(65536\)": use SMALLINT/,
    },
    "gives a column two types": {
      change: (draft) => (property(draft, target, "job").logicalType = "integer"),
      says: /logicalType "integer" is not that of VARCHAR\(20\): write string/,
    },
    "gives a text two meanings": {
      change: (draft) => (property(draft, source, "default").customProperties[1].value = ["yes"]),
      says: /one text has two meanings/,
    },
    "has a boolean without texts": {
      change: (draft) => (property(draft, source, "default").customProperties = []),
      says: /a boolean needs trueValues and falseValues/,
    },
    "orders duplicates by a target column": {
      change: (draft) =>
        (custom(schemaObject(draft, target), "deduplicateBy").value = ["duration_seconds DESC"]),
      says: /deduplicateBy: "duration_seconds DESC": write contacts\.<column>/,
    },
    "distributes by a column that does not exist": {
      change: (draft) => (custom(schemaObject(draft, target), "distributionKey").value = "client_id"),
      says: /distributionKey: "client_id": name a column of the table/,
    },
    "sorts by a column that does not exist": {
      change: (draft) => (custom(schemaObject(draft, target), "sortKey").value = ["day"]),
      says: /sortKey: \["day"\]: list columns of the table/,
    },
    "has a load mode that does not exist": {
      change: (draft) => (custom(schemaObject(draft, target), "loadMode").value = "truncate"),
      says: /loadMode: "truncate": /,
    },
    "appends without the logical date in the table": {
      change: (draft) => {
        custom(schemaObject(draft, target), "loadMode").value = "append";
        property(draft, target, "contact_date").transformLogic = "make_date(2008, 1, contacts.day)";
      },
      says: /append needs the logical date in the table/,
    },
    "writes another schema for a server": {
      change: (draft) => Object.assign(draft.servers[0], { schema: "sales" }),
      says: /servers\.warehouse-dev\.schema: "sales": the table is in "marketing"/,
    },
    "allows more than all rows in quarantine": {
      change: (draft) => (custom(schemaObject(draft, source), "maxQuarantinedPercent").value = 101),
      says: /maxQuarantinedPercent: 101: /,
    },
    "has two sources": {
      change: (draft) => {
        const lookup = schemaObject(draft, "job_categories");
        custom(lookup, "pipelineRole").value = "source";
      },
      says: /has 2 source and 1 target objects/,
    },
    "lists texts as the valid values of a number": {
      change: (draft) => {
        property(draft, source, "age").quality = [
          draftOf({
            id: "known_age",
            type: "library",
            metric: "invalidValues",
            arguments: { validValues: ["18"] },
            mustBe: 0,
            severity: "error",
            description: "Age is known.",
          }),
        ];
      },
      says: /known_age: "18" is no valid value: the column is a integer/,
    },
  };
  for (const [fault, { change, says }] of Object.entries(faults)) {
    it(`is refused in one line when it ${fault}`, () => {
      assert.throws(
        () => compiledAfter(change),
        (error) =>
          error instanceof ContractError && says.test(error.message) && !error.message.includes("\n"),
      );
    });
  }
});

describe("a contract file", () => {
  const files = {
    "repeats a key": {
      text: "kind: DataContract\nkind: DataContract\n",
      says: /twice\.yaml: the contract: duplicated mapping key/,
    },
    "is no YAML": { text: "kind: [\n", says: /twice\.yaml: the contract: .*: correct the YAML/s },
    "is empty": { text: "", says: /twice\.yaml: the contract: null: expected object/ },
  };
  for (const [fault, { text, says }] of Object.entries(files)) {
    it(`is refused when it ${fault}`, () => {
      const folder = mkdtempSync(join(tmpdir(), "stepline-contract-"));
      try {
        const path = join(folder, "twice.yaml");
        writeFileSync(path, text);
        assert.throws(() => loadContract(path), { name: "ContractInvalid", message: says });
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});
