import { SqlError } from "../sql-error";
import { Cursor, isOperator, isWord } from "./cursor";
import type { MergeStatement } from "./statement";
import type { Token } from "./tokens";

/**
 * `MERGE INTO ...`, read from after `INTO`, with Redshift's limits: the target has no alias, no `WITH`, `WHEN MATCHED` without
 * further conditions and followed by `WHEN NOT MATCHED`, and a match condition of equal columns. Database Developer Guide, "MERGE".
 */
export function parseMerge(cursor: Cursor): MergeStatement {
  if (cursor.all().some((token) => isWord(token, "with"))) {
    throw new SqlError("WITH clause is not supported in MERGE statement");
  }
  const target = cursor.tableName();
  cursor.expect("using");
  const source: MergeStatement["source"] = cursor.atOperator("(")
    ? { query: cursor.parenthesised() }
    : { table: cursor.tableName() };
  const explicitAlias = cursor.take("as");
  const alias = explicitAlias || !cursor.at("on") ? cursor.identifier() : undefined;
  if ("table" in source && source.table.table === target.table && source.table.schema === target.schema) {
    throw new SqlError("Source and target tables in MERGE statement cannot be the same");
  }
  if ("query" in source && alias === undefined) throw new SqlError("subquery in FROM must have an alias");
  cursor.expect("on");
  const condition = cursor.until((at) => at.at("when") || at.at("remove"));
  checkCondition(condition);
  const action = mergeAction(cursor);
  cursor.expectEnd();
  return { kind: "merge", target, source, condition, action, ...(alias === undefined ? {} : { alias }) };
}

function mergeAction(cursor: Cursor): MergeStatement["action"] {
  if (cursor.take("remove", "duplicates")) return { kind: "removeDuplicates" };
  cursor.expect("when", "matched", "then");
  const matched = matchedAction(cursor);
  cursor.expect("when", "not", "matched", "then", "insert");
  const insertColumns = cursor.atOperator("(") ? cursor.identifierList() : undefined;
  cursor.expect("values");
  const insertValues = cursor.parenthesised();
  return { kind: "upsert", matched, insertValues, ...(insertColumns === undefined ? {} : { insertColumns }) };
}

function matchedAction(cursor: Cursor): "delete" | { readonly update: readonly Token[] } {
  if (cursor.take("delete")) return "delete";
  cursor.expect("update", "set");
  const update = cursor.until((at) => at.at("when"));
  const assignments = new Cursor(update);
  do {
    // "Don't include the table name when specifying the target column": `SET t.a = 1` is a syntax error.
    assignments.identifier();
    assignments.expectOperator("=");
    if (assignments.until((at) => at.atOperator(",")).length === 0) throw assignments.syntaxError();
  } while (assignments.takeOperator(","));
  return { update };
}

function checkCondition(condition: readonly Token[]): void {
  const problem = new SqlError(
    "MERGE match condition must be equal predicates between source and target columns, joined by AND",
  );
  const significant = condition.filter((token) => !isOperator(token, "(") && !isOperator(token, ")"));
  const terms = new Cursor(significant);
  do {
    if (!takeColumn(terms) || !terms.takeOperator("=") || !takeColumn(terms)) throw problem;
  } while (terms.take("and"));
  if (!terms.done) throw problem;
}

function takeColumn(cursor: Cursor): boolean {
  const kind = cursor.peek()?.kind;
  if (kind !== "word" && kind !== "quoted") return false;
  cursor.identifier();
  while (cursor.takeOperator(".")) cursor.identifier();
  return true;
}
