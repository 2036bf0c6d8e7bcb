import type { MigrationStatement } from "../../../contracts/redshift/migration-statement";
import { type Block, code, type Item, strong, text, type Text } from "../document/document";
import { quotedWords } from "../document/quoted-words";
import type { ContractChange, ContractDifference } from "./contract-change";

/** What becomes of files, rows and readers; the breaking contracts first, each with the SQL that its table needs. */
export function describeContracts(changes: readonly ContractChange[]): readonly Block[] {
  if (changes.length === 0) {
    return [];
  }
  const ordered = [...changes].sort((one, other) => rank(one) - rank(other));
  return [
    { kind: "heading", level: 3, text: ["Data contracts"] },
    ...ordered.flatMap(describeContract),
    ...(changes.some(({ action }) => action === "changed")
      ? [{ kind: "paragraph", text: [IN_FLIGHT] } as const]
      : []),
  ];
}

/** Each workflow has its contract in its definition, and the parent starts the child by its alias (components/pipeline-workflows.ts). */
const IN_FLIGHT =
  "A workflow keeps the contract it began with. A run that has validated its files, but has not started its child workflow when the " +
  "deploy lands, transforms and loads by the new one: deploy a breaking change with the schedule off and no run going on.";

function rank({ verdict }: ContractChange): number {
  return ["breaking", "unknown", "compatible"].indexOf(verdict);
}

function describeContract(change: ContractChange): readonly Block[] {
  const { contract, action, verdict, differences, migration } = change;
  const title =
    verdict === "unknown"
      ? text`${code(contract)} can't be compared`
      : text`${code(contract)} is ${action === "changed" ? verdict : action}`;
  const breaking = differences.filter((difference) => difference.breaking);
  const harmless = differences.filter((difference) => !difference.breaking);
  const loud: readonly Block[] =
    verdict !== "compatible"
      ? [{ kind: "warning", text: verdictWords(change, breaking.length) }]
      : [{ kind: "paragraph", text: verdictWords(change, 0) }];
  return [
    { kind: "heading", level: 4, text: title },
    ...loud,
    ...(differences.length === 0
      ? []
      : [{ kind: "items", items: [...breaking, ...harmless].map(differenceItem) } as const]),
    ...describeMigration(migration),
  ];
}

function verdictWords({ contract, action, verdict }: ContractChange, breaking: number): Text {
  if (verdict === "unknown") {
    const what = action === "changed" ? "in one revision or both it" : `it is ${action}, and`;
    return text`Contract ${code(contract)} can't be compared: ${what} is a secret, or no contract. What it means for files, rows and readers is for a person to find out.`;
  }
  if (action !== "changed") {
    return text`Contract ${code(contract)} is ${action}.`;
  }
  return verdict === "breaking"
    ? text`Contract ${code(contract)}: ${strong("breaking")}, by ${breaking} ${breaking === 1 ? "difference" : "differences"}.`
    : text`${strong("Compatible")}: files, rows and readers that were fine stay so.`;
}

function differenceItem({ path, breaking, words }: ContractDifference): Item {
  return { mark: breaking ? "danger" : "changed", text: text`${code(path)}: ${quotedWords(words)}` };
}

const WHEN: Readonly<Record<MigrationStatement["when"], string>> = {
  before: "Before the deploy, while runs may go on: loads of the old contract are not disturbed.",
  "without-runs":
    "Right before the deploy, with the schedule off and no run going on: until both are done, loads fail. Turn the schedule on after the deploy.",
  after:
    "After the deploy, once no run with the old contract is left: its loads still name these columns or values.",
};

/** One block of SQL for each time it is to be run at, and below it what may go wrong, statement by statement. */
function describeMigration(migration: readonly MigrationStatement[]): readonly Block[] {
  if (migration.length === 0) {
    return [];
  }
  const times = (["before", "without-runs", "after"] as const).filter((when) =>
    migration.some((statement) => statement.when === when),
  );
  return [
    { kind: "paragraph", text: [migrationIntroduction(migration)] },
    ...times.flatMap((when) => {
      const statements = migration.filter((statement) => statement.when === when);
      const optional = statements.every(({ needed }) => !needed);
      return [
        { kind: "paragraph", text: [strong(WHEN[when]), optional ? " No load needs it." : ""] },
        { kind: "code", language: "sql", text: statements.map(({ sql }) => `${sql};`).join("\n") },
        ...cautions(statements),
      ] as readonly Block[];
    }),
  ];
}

function migrationIntroduction(migration: readonly MigrationStatement[]): string {
  const need = migration.some(({ needed }) => needed)
    ? "Without what is needed of the following, the first load with the new contract may fail; it then changes nothing."
    : "Loads work without the following.";
  return (
    `A load makes a table that is missing and never alters one that is there. ${need} Run it as the database's administrator or the ` +
    "table's owner, each statement on its own: Redshift changes no column in a transaction, and a batch of the Data API is one. " +
    "ALTER TABLE locks the table while it runs: loads and queries wait."
  );
}

function cautions(statements: readonly MigrationStatement[]): readonly Block[] {
  const items = statements
    .filter(({ caution }) => caution !== undefined)
    .map(({ sql, caution }): Item => ({ mark: "note", text: text`${code(sql)}: ${quotedWords(caution!)}` }));
  return items.length === 0 ? [] : [{ kind: "items", items }];
}
