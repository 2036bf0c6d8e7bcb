import type { TargetTable } from "../compiled-contract";
import type { MigrationStatement } from "./migration-statement";
import { identifier, qualified } from "./safe-text";

const REWRITES =
  "Redistributes or sorts every row, for as long as the table is large; it can't run beside a VACUUM. Loads that come meanwhile wait.";

/**
 * Distribution and sort key of `head`, after they were `base`'s or, where columns were swapped, nobody's. A contract without a sort key has
 * `SORTKEY AUTO`, what Redshift gives a table that names none; AUTO keeps the key there was, so one that has to go goes first.
 *
 * @param leaving columns that are dropped later or were swapped: no key may have them.
 * @param needed whether a load needs one of them gone.
 * @param atRest whether `layoutAtRest` was run before.
 */
export function layoutStatements(
  base: TargetTable,
  head: TargetTable,
  leaving: readonly string[],
  needed: boolean,
  atRest: boolean,
): readonly MigrationStatement[] {
  const when = atRest ? "without-runs" : "before";
  const taken = atRest ? keysTaken(base, leaving) : { distribution: false, sort: false };
  const sameDistribution = JSON.stringify(base.distribution) === JSON.stringify(head.distribution);
  const sameSort = JSON.stringify(base.sortKey) === JSON.stringify(head.sortKey);
  const blocks = keysTaken(base, leaving);
  return [
    ...(sameDistribution && !taken.distribution
      ? []
      : [
          ...(blocks.distribution && head.distribution.style === "AUTO" && !taken.distribution
            ? [evenly(head, when, needed)]
            : []),
          altered(head, distributionClause(head), when),
        ]),
    ...(sameSort && !taken.sort
      ? []
      : [
          ...(blocks.sort && head.sortKey.length === 0 && !taken.sort ? [unsorted(head, when, needed)] : []),
          altered(head, sortClause(head), when),
        ]),
  ];
}

/** Takes keys off columns that are about to be swapped or dropped. */
export function layoutAtRest(
  base: TargetTable,
  head: TargetTable,
  leaving: readonly string[],
): readonly MigrationStatement[] {
  const { distribution, sort } = keysTaken(base, leaving);
  return [
    ...(distribution ? [evenly(head, "without-runs", true)] : []),
    ...(sort ? [unsorted(head, "without-runs", true)] : []),
  ];
}

function keysTaken(
  base: TargetTable,
  leaving: readonly string[],
): { readonly distribution: boolean; readonly sort: boolean } {
  return {
    distribution: base.distribution.style === "KEY" && leaving.includes(base.distribution.column),
    sort: base.sortKey.some((name) => leaving.includes(name)),
  };
}

function evenly(head: TargetTable, when: MigrationStatement["when"], needed: boolean): MigrationStatement {
  return { ...altered(head, "ALTER DISTSTYLE EVEN", when), needed };
}

function unsorted(head: TargetTable, when: MigrationStatement["when"], needed: boolean): MigrationStatement {
  return { ...altered(head, "ALTER SORTKEY NONE", when), needed };
}

function distributionClause({ distribution }: TargetTable): string {
  return distribution.style === "KEY"
    ? `ALTER DISTSTYLE KEY DISTKEY ${identifier(distribution.column)}`
    : `ALTER DISTSTYLE ${distribution.style}`;
}

function sortClause({ sortKey }: TargetTable): string {
  return sortKey.length === 0
    ? "ALTER SORTKEY AUTO"
    : `ALTER COMPOUND SORTKEY (${sortKey.map(identifier).join(", ")})`;
}

function altered(
  { schema, table }: TargetTable,
  clause: string,
  when: MigrationStatement["when"],
): MigrationStatement {
  return { sql: `ALTER TABLE ${qualified(schema, table)} ${clause}`, when, needed: false, caution: REWRITES };
}
