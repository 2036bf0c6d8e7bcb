import type { CompiledContract, SourceColumn } from "../../../contracts/compiled-contract";

const csv = { delimiter: ",", quote: '"', allowByteOrderMark: false };

function column(name: string, type: SourceColumn["type"], required: boolean): SourceColumn {
  return { name, type, required, nullValues: [""] };
}

/** Three columns and one lookup: enough for every path of the handlers. */
export const sampleContract: CompiledContract = {
  formatVersion: 1,
  id: "contacts",
  name: "Contacts",
  version: "1.0.0",
  source: {
    object: "contacts",
    csv,
    columns: [
      column("contact_id", { kind: "integer", bits: 64 }, true),
      column("job", { kind: "string", maxBytes: 40 }, false),
      column("balance", { kind: "integer", bits: 32 }, false),
    ],
    emptyBatch: "fail",
  },
  lookups: [
    {
      name: "job_categories",
      file: "job_categories.csv",
      csv,
      columns: [
        column("job", { kind: "string", maxBytes: 40 }, true),
        column("category", { kind: "string", maxBytes: 40 }, true),
      ],
      on: { source: "job", lookup: "job" },
      onMissing: "quarantine",
    },
  ],
  target: {
    schema: "marketing",
    table: "contacts",
    columns: [
      {
        name: "contact_id",
        type: { kind: "integer", bits: 64 },
        required: true,
        expression: "contacts.contact_id",
      },
      {
        name: "category",
        type: { kind: "string", maxBytes: 40 },
        required: false,
        expression: "job_categories.category",
      },
      { name: "logical_date", type: { kind: "date" }, required: true, expression: ":logical_date" },
      {
        name: "run_id",
        type: { kind: "string", maxBytes: 80 },
        required: true,
        expression: ":run_id",
      },
    ],
    key: ["contact_id"],
    deduplicateBy: ["contact_id"],
    partitionBy: [],
    loadMode: "merge",
    distribution: { style: "AUTO" },
    sortKey: ["contact_id"],
  },
  rules: [],
  thresholds: { maxQuarantinedPercent: 5 },
};

export const run = {
  pipeline: "marketing",
  logicalDate: "2008-11-21",
  runId: "run-1",
  contract: { bucket: "artifacts", key: "contracts/contacts/1.json" },
} as const;
