import { qualified } from "./safe-text";

/** Where every load writes what it did, in the transaction that did it. Made by the bootstrap. */
export const ledgerSchema = "stepline";
export const ledgerTable = qualified(ledgerSchema, "load_ledger");

/** In this order. `target` is `schema.table`: one run may load several. */
export const ledgerColumns = {
  run_id: "VARCHAR(80) NOT NULL",
  attempt: "INTEGER NOT NULL",
  logical_date: "DATE NOT NULL",
  target: "VARCHAR(255) NOT NULL",
  staged: "BIGINT NOT NULL",
  inserted: "BIGINT NOT NULL",
  updated: "BIGINT NOT NULL",
  /** UTC, the start of the transaction's statement. */
  loaded_at: "TIMESTAMP NOT NULL",
} as const;
