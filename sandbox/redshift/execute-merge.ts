import { accessTable, requireRead } from "./access";
import type { StatementContext } from "./execute";
import type { MergeStatement } from "./sql/statement";
import { quoteName, quoteTable, translate } from "./sql/translate";
import { SqlError } from "./sql-error";

/**
 * MERGE, with what DuckDB lets pass and Redshift does not: a target row that several source rows match, and a source that reads the
 * target.
 */
export async function executeMerge(
  { session, scope }: StatementContext,
  statement: MergeStatement,
): Promise<number> {
  const target = quoteTable(statement.target);
  const relation =
    "table" in statement.source
      ? quoteTable(statement.source.table)
      : `(${translate(statement.source.query, scope)})`;
  const source = statement.alias === undefined ? relation : `${relation} AS ${quoteName(statement.alias)}`;
  const condition = translate(statement.condition, scope);

  const { schema, name } = await accessTable(session, statement.target, neededOnTarget(statement));
  for (const read of await requireRead(session, `SELECT * FROM ${source}`)) {
    if (read.schema === schema && read.name.table === name.table) {
      throw new SqlError("Source view/subquery in Merge statement cannot reference target table.");
    }
  }
  const several = await session.run(
    `SELECT 1 FROM ${target} JOIN ${source} ON ${condition}
     GROUP BY ${quoteName(statement.target.table)}.rowid HAVING count(*) > 1 LIMIT 1`,
  );
  if (several.currentRowCount > 0) throw new SqlError("Found multiple matches to update the same tuple.");

  const { action } = statement;
  if (action.kind === "removeDuplicates") {
    const removed = await session.run(`DELETE FROM ${target} USING ${source} WHERE ${condition}`);
    const inserted = await session.run(`INSERT INTO ${target} SELECT * FROM ${source}`);
    return Math.max(removed.rowsChanged, inserted.rowsChanged);
  }
  const matched =
    action.matched === "delete" ? "DELETE" : `UPDATE SET ${translate(action.matched.update, scope)}`;
  const columns =
    action.insertColumns === undefined ? "" : `(${action.insertColumns.map(quoteName).join(", ")}) `;
  const values = translate(action.insertValues, scope);
  const merged = await session.run(
    `MERGE INTO ${target} USING ${source} ON ${condition}
     WHEN MATCHED THEN ${matched} WHEN NOT MATCHED THEN INSERT ${columns}VALUES (${values})`,
  );
  return merged.rowsChanged;
}

function neededOnTarget({ action }: MergeStatement): readonly string[] {
  if (action.kind === "removeDuplicates") return ["select", "insert", "delete"];
  return ["select", "insert", action.matched === "delete" ? "delete" : "update"];
}
