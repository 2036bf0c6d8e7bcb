import type { CompiledContract, RowRule } from "../../../contracts/compiled-contract";
import { quoted } from "../document/quoted-words";
import type { ContractDifference } from "./contract-change";

/** What every row must meet, and how many may not. */
export function ruleDifferences(
  before: CompiledContract,
  after: CompiledContract,
): readonly ContractDifference[] {
  const has = (rules: readonly RowRule[], id: string): boolean => rules.some((rule) => rule.id === id);
  const order = (rules: readonly RowRule[], others: readonly RowRule[]): string =>
    rules
      .map(({ id }) => id)
      .filter((id) => has(others, id))
      .join();
  const moved = order(before.rules, after.rules) !== order(after.rules, before.rules);
  return [
    ...after.rules.filter(({ id }) => !has(before.rules, id)).map(addedRule),
    ...before.rules.filter(({ id }) => !has(after.rules, id)).map(lostRule),
    ...after.rules.flatMap((rule) => {
      const earlier = before.rules.find(({ id }) => id === rule.id);
      return earlier === undefined ? [] : changedRule(earlier, rule);
    }),
    ...(moved
      ? [
          {
            path: "rules",
            breaking: false,
            words:
              "Rules are checked in another order: a row that breaks several names another one as its reason.",
          },
        ]
      : []),
    ...thresholdDifferences(before.thresholds.maxQuarantinedPercent, after.thresholds.maxQuarantinedPercent),
  ];
}

function addedRule({ id, expression, severity }: RowRule): ContractDifference {
  const effect =
    severity === "error"
      ? "rows that break it, or where it is null, are quarantined from now on; rows that are there stay"
      : "rows that break it are counted";
  return {
    path: `rules.${id}`,
    breaking: severity === "error",
    words: `New rule ${quoted(expression)}: ${effect}.`,
  };
}

function lostRule({ id, expression, severity }: RowRule): ContractDifference {
  const effect =
    severity === "error"
      ? "rows that broke it were quarantined and now reach the table's readers"
      : "rows that break it are no longer counted";
  return {
    path: `rules.${id}`,
    breaking: severity === "error",
    words: `Rule ${quoted(expression)} is gone: ${effect}.`,
  };
}

function changedRule(before: RowRule, after: RowRule): readonly ContractDifference[] {
  const path = `rules.${after.id}`;
  const found: ContractDifference[] = [];
  if (before.expression !== after.expression) {
    const loud = before.severity === "error" && after.severity === "error";
    const words =
      `Asks for ${quoted(after.expression)}, before for ${quoted(before.expression)}` +
      (loud ? ": which rows are quarantined may change both ways." : ".");
    found.push({ path: `${path}.expression`, breaking: loud, words });
  }
  if (before.severity !== after.severity) {
    const words =
      after.severity === "error"
        ? "Rows that break it are quarantined; before, they were only counted."
        : "Rows that break it are only counted and reach the table's readers; before, they were quarantined.";
    found.push({ path: `${path}.severity`, breaking: true, words });
  }
  if (before.description !== after.description) {
    found.push({ path: `${path}.description`, breaking: false, words: "Is described in other words." });
  }
  return found;
}

function thresholdDifferences(before: number, after: number): readonly ContractDifference[] {
  if (before === after) {
    return [];
  }
  const stricter = after < before;
  const words =
    `A run fails when more than ${after} % of its rows are quarantined, before ${before} %` +
    (stricter ? ": runs that passed with more fail." : ".");
  return [{ path: "thresholds.maxQuarantinedPercent", breaking: stricter, words }];
}
