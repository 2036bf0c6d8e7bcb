import assert from "node:assert/strict";
import fc from "fast-check";
import type { CompiledContract } from "../../../contracts/compiled-contract";
import { bootstrapStatements } from "../../../contracts/redshift/bootstrap";
import { createTableStatement, redshiftType } from "../../../contracts/redshift/ddl";
import { type LoadOptions, loadStatements, reconcileStatement } from "../../../contracts/redshift/load";
import { compiledAfter, contract, custom, schemaObject } from "../contract-fixture";

const appending = compiledAfter((draft) => {
  custom(schemaObject(draft, "campaign_contacts"), "loadMode").value = "append";
});

function options(by: CompiledContract = contract, more: Partial<LoadOptions> = {}): LoadOptions {
  return {
    contract: by,
    runId: "marketing-2008-11-21",
    logicalDate: "2008-11-21",
    attempt: 1,
    copyManifestUri:
      "s3://stepline-dev-curated-111122223333-eu-west-1/marketing/run/attempt-1/_copy_manifest.json",
    loadRoleArn: "arn:aws:iam::111122223333:role/stepline-dev-load",
    ...more,
  };
}

const verbs = (statements: readonly string[]): string[] =>
  statements.map((sql) => /^[A-Z]+(?: (?:SCHEMA|TABLE|TEMP|INTO|FROM))?/.exec(sql)![0]);

describe("the statements of a load", () => {
  it("stage, record, then merge, in one order that needs no statement between", () => {
    assert.deepEqual(verbs(loadStatements(options())), [
      "CREATE SCHEMA",
      "CREATE TABLE",
      "CREATE TEMP",
      "COPY",
      "DELETE FROM",
      "INSERT INTO",
      "MERGE INTO",
    ]);
  });

  it("of append replace the rows of the logical date", () => {
    const statements = loadStatements(options(appending));
    assert.deepEqual(verbs(statements).slice(4), [
      "DELETE FROM",
      "INSERT INTO",
      "DELETE FROM",
      "INSERT INTO",
    ]);
    assert.equal(
      statements[6],
      `DELETE FROM "marketing"."campaign_contacts"\nWHERE "contact_date" = CAST('2008-11-21' AS DATE)`,
    );
  });

  it("copy the manifest's Parquet files with the load role, into columns in the order of the target", () => {
    const [, target, staging, copy] = loadStatements(options());
    assert.equal(
      copy,
      `COPY "stepline_staging"\nFROM '${options().copyManifestUri}'\nIAM_ROLE '${options().loadRoleArn}'\nFORMAT AS PARQUET\nMANIFEST`,
    );
    const columns = (sql: string): string => sql.slice(sql.indexOf("(") + 1, sql.indexOf("\n)"));
    assert.equal(columns(staging), columns(target));
  });

  it("merge by the key without an alias of the target, which Redshift refuses, and never set the key", () => {
    const merge = loadStatements(options()).at(-1)!;
    assert.ok(
      merge.startsWith(
        'MERGE INTO "marketing"."campaign_contacts"\nUSING "stepline_staging"\n' +
          'ON "marketing"."campaign_contacts"."contact_id" = "stepline_staging"."contact_id"\nWHEN MATCHED THEN UPDATE SET\n',
      ),
    );
    const updates = merge.slice(merge.indexOf("SET"), merge.indexOf("WHEN NOT"));
    assert.doesNotMatch(updates, /"contact_id"/);
    for (const { name } of contract.target.columns.slice(1)) {
      assert.ok(updates.includes(`"${name}" = "stepline_staging"."${name}"`), name);
    }
  });

  it("delete the run's own ledger row before they write it", () => {
    const [remove, insert] = loadStatements(options()).slice(4, 6);
    assert.equal(
      remove,
      `DELETE FROM "stepline"."load_ledger"\nWHERE "run_id" = 'marketing-2008-11-21' AND "target" = 'marketing.campaign_contacts'`,
    );
    assert.match(
      insert,
      /SELECT 'marketing-2008-11-21', 1, CAST\('2008-11-21' AS DATE\), 'marketing\.campaign_contacts'/,
    );
  });

  it("never truncate, commit, begin, or hold a second statement or a comment", () => {
    for (const by of [contract, appending]) {
      for (const sql of loadStatements(options(by))) {
        assert.doesNotMatch(sql, /TRUNCATE|COMMIT|\bBEGIN\b|;|--|\/\*/);
      }
    }
  });

  it("stay within what the Data API takes, for a table of 1,600 columns of the longest names too", () => {
    const name = (number: number): string => `c${"x".repeat(120)}${String(number).padStart(6, "0")}`;
    const wide = (columns: number): CompiledContract => ({
      ...contract,
      target: {
        ...contract.target,
        columns: [
          ...contract.target.columns,
          ...Array.from({ length: columns }, (_, number) => ({
            name: name(number),
            type: { kind: "boolean" } as const,
            required: false,
            expression: "true",
          })),
        ],
      },
    });
    for (const sql of loadStatements(options(wide(200)))) assert.ok(Buffer.byteLength(sql) <= 200_000);
    assert.throws(
      () => loadStatements(options(wide(1_600))),
      /campaign-contacts has \d+ bytes, .* takes 200000: give/,
    );
  });

  for (const [name, value] of [
    ["runId", "x'; DROP TABLE y; --"],
    ["logicalDate", "2008-11-21' OR '1'='1"],
    ["copyManifestUri", "s3://bucket/a'%2f../_copy_manifest.json"],
    ["loadRoleArn", "arn:aws:iam::111122223333:role/a,arn:aws:iam::111122223333:role/b"],
    ["attempt", -1],
  ] as const) {
    it(`refuse an unsafe ${name}`, () => {
      assert.throws(() => loadStatements(options(contract, { [name]: value })), { name: "UnsafeSqlText" });
    });
  }

  for (const place of ["schema", "table"] as const) {
    it(`refuse an unsafe ${place} of a stored contract that was tampered with`, () => {
      const target = { ...contract.target, [place]: 'x"; DROP SCHEMA y; --' };
      assert.throws(() => loadStatements(options({ ...contract, target })), { name: "UnsafeSqlText" });
    });
  }

  it("hold nothing of any options but safe text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (runId, uri) => {
        assert.throws(() => loadStatements(options(contract, { runId: `${runId}'`, copyManifestUri: uri })), {
          name: "UnsafeSqlText",
        });
      }),
    );
  });
});

describe("the reconcile statement", () => {
  it("asks for the counts of the run and target", () => {
    assert.equal(
      reconcileStatement(options()),
      `SELECT "staged", "inserted", "updated"\nFROM "stepline"."load_ledger"\n` +
        `WHERE "run_id" = 'marketing-2008-11-21' AND "target" = 'marketing.campaign_contacts' AND "logical_date" = CAST('2008-11-21' AS DATE)`,
    );
  });
});

describe("the target table", () => {
  it("declares no key, which Redshift would not enforce, and is distributed and sorted as the contract says", () => {
    const sql = createTableStatement(contract.target);
    assert.doesNotMatch(sql, /PRIMARY|UNIQUE|REFERENCES/);
    assert.ok(
      sql.endsWith(')\nDISTSTYLE KEY\nDISTKEY ("contact_id")\nSORTKEY ("contact_date")\nENCODE AUTO'),
    );
  });

  it("has no sort key and an automatic distribution where the contract says nothing", () => {
    const sql = createTableStatement({ ...contract.target, sortKey: [], distribution: { style: "AUTO" } });
    assert.ok(sql.endsWith(")\nDISTSTYLE AUTO\nENCODE AUTO"));
  });

  it("has the contract's types in Redshift's words", () => {
    assert.deepEqual(
      [
        redshiftType({ kind: "string", maxBytes: 20 }),
        redshiftType({ kind: "integer", bits: 16 }),
        redshiftType({ kind: "integer", bits: 32 }),
        redshiftType({ kind: "integer", bits: 64 }),
        redshiftType({ kind: "decimal", precision: 12, scale: 2 }),
        redshiftType({ kind: "double" }),
        redshiftType({ kind: "boolean" }),
        redshiftType({ kind: "date" }),
        redshiftType({ kind: "timestamp" }),
      ],
      [
        "VARCHAR(20)",
        "SMALLINT",
        "INTEGER",
        "BIGINT",
        "DECIMAL(12, 2)",
        "DOUBLE PRECISION",
        "BOOLEAN",
        "DATE",
        "TIMESTAMP",
      ],
    );
  });

  it("refuses null in required columns only", () => {
    const sql = createTableStatement(contract.target);
    assert.match(sql, /"contact_id" INTEGER NOT NULL,/);
    assert.match(sql, /"job" VARCHAR\(20\),/);
  });
});

describe("the bootstrap", () => {
  const statements = bootstrapStatements({ database: "analytics", loadRoleArn: options().loadRoleArn });

  it("is single statements that may be repeated, all but CREATE ROLE", () => {
    for (const { sql, mayExist } of statements) {
      assert.doesNotMatch(sql, /;/);
      assert.equal(mayExist, sql.startsWith("CREATE ROLE"));
      if (sql.startsWith("CREATE") && !mayExist) assert.match(sql, / IF NOT EXISTS /);
    }
  });

  it("lets the loader write the ledger and create, and the reader only read the ledger", () => {
    const granted = (role: string): string[] =>
      statements
        .filter(({ sql }) => sql.startsWith("GRANT") && sql.includes(role))
        .map(({ sql }) => sql.split(" TO ")[0]);
    assert.deepEqual(granted("stepline_loader"), [
      'GRANT CREATE, TEMPORARY ON DATABASE "analytics"',
      'GRANT USAGE ON SCHEMA "stepline"',
      'GRANT SELECT, INSERT, DELETE ON TABLE "stepline"."load_ledger"',
      "GRANT ASSUMEROLE ON 'arn:aws:iam::111122223333:role/stepline-dev-load'",
    ]);
    assert.deepEqual(granted("stepline_reader"), [
      'GRANT USAGE ON SCHEMA "stepline"',
      'GRANT SELECT ON TABLE "stepline"."load_ledger"',
    ]);
  });

  it("takes the load role from everyone before it gives it to the loader", () => {
    const sql = statements.map((statement) => statement.sql);
    assert.ok(
      sql.indexOf("REVOKE ASSUMEROLE ON ALL FROM PUBLIC FOR ALL") <
        sql.findIndex((text) => text.startsWith("GRANT ASSUMEROLE")),
    );
  });

  it("refuses an unsafe database or role", () => {
    assert.throws(() => bootstrapStatements({ database: 'a"b', loadRoleArn: options().loadRoleArn }), {
      name: "UnsafeSqlText",
    });
    assert.throws(() => bootstrapStatements({ database: "analytics", loadRoleArn: "default" }), {
      name: "UnsafeSqlText",
    });
  });
});
