import { lintWorkflow } from "../../../../components/workflow/lint/lint";
import { brokenCase, type BrokenDefinition, goodCase } from "./broken-definition";
import { CORPUS } from "./corpus/corpus";
import { aslValidatorRefuses, statelintAll } from "./other-linters";

/** Who caught one kind of broken definition. */
export interface Comparison {
  readonly broken: BrokenDefinition;
  readonly stepline: boolean;
  readonly statelint: boolean;
  readonly aslValidator: boolean;
}

/** All three linters over the whole corpus. What a linter says of the good definition, too, is no catch. */
export function compareLinters(): readonly Comparison[] {
  const broken = statelintAll(CORPUS.map((each) => brokenCase(each).definition));
  const good = statelintAll(CORPUS.map(({ breaks }) => goodCase(breaks).definition));
  return CORPUS.map((each, index) => {
    const { name, definition, options } = brokenCase(each);
    const { rule, state, field } = each;
    return {
      broken: each,
      stepline: lintWorkflow(name, definition, options).some(
        (found) => found.rule === rule && found.state === state && found.field === field,
      ),
      statelint: broken[index].some((problem) => !good[index].includes(problem)),
      aslValidator: aslValidatorRefuses(definition),
    };
  });
}

/** A row for each kind, as Markdown. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  const cell = (caught: boolean): string => (caught ? "yes" : "no");
  const count = (caught: (each: Comparison) => boolean): string =>
    `**${comparisons.filter(caught).length} of ${comparisons.length}**`;
  return [
    "| broken definition | rule | Stepline | statelint | asl-validator |",
    "|---|---|---|---|---|",
    ...comparisons.map(
      ({ broken: { kind, rule }, stepline, statelint, aslValidator }) =>
        `| ${kind} | \`${rule}\` | ${cell(stepline)} | ${cell(statelint)} | ${cell(aslValidator)} |`,
    ),
    `| **caught** | | ${count(({ stepline }) => stepline)} | ${count(({ statelint }) => statelint)} | ${count(({ aslValidator }) => aslValidator)} |`,
  ].join("\n");
}
