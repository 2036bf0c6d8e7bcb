import type { QualityRule } from "../../run-report";
import { count, plural } from "../format";
import { markup, type Html } from "../html";
import { badge } from "../outcome";
import { table, type Section } from "./section";

/** Those that speak of the whole file and those that were broken; of the rest, what is the same for many is folded. */
export function rulesSection(rules: readonly QualityRule[]): Section {
  const folds = [
    {
      words: "that every row held",
      rules: rules.filter(({ scope, held }) => scope === "row" && held === true),
    },
    { words: "that the run did not get to", rules: rules.filter(({ held }) => held === undefined) },
  ].filter((fold) => fold.rules.length > FOLDED);
  const folded = new Set(folds.flatMap((fold) => fold.rules));
  const shown = rules.filter((rule) => !folded.has(rule));
  return {
    id: "rules",
    title: "Quality rules",
    body: markup`${shown.length > 0 && rulesTable("Rules of the contract and how the rows held them", shown)}
      ${folds.map(
        (fold) =>
          markup`<details class="more"><summary>${plural(fold.rules.length, "rule")} ${fold.words}</summary>${rulesTable(`Rules ${fold.words}`, fold.rules)}</details>`,
      )}`,
  };
}

const FOLDED = 8;

function rulesTable(caption: string, rules: readonly QualityRule[]): Html {
  return table(
    caption,
    ["Rule", "Demands", "Verdict", { title: "Observed", numeric: true }, "If broken"],
    rules.map((rule) => [
      markup`<code>${rule.name}</code>`,
      markup`${rule.demands}${rule.column !== undefined && !rule.demands.includes(rule.column) && markup` <span class="aside">(${rule.column})</span>`}`,
      verdict(rule),
      observed(rule),
      markup`<span class="nowrap">${rule.scope === "row" ? "row is quarantined" : "run fails"}</span>`,
    ]),
  );
}

function verdict({ held, scope }: QualityRule): Html {
  if (held === undefined) {
    return badge("idle", "not reached");
  }
  return held ? badge("ok", "held") : badge(scope === "row" ? "caught" : "bad", "broken");
}

function observed({ observed: number, scope }: QualityRule): string {
  if (number === undefined) {
    return "";
  }
  return scope === "row" ? `${count(number)} ${number === 1 ? "row" : "rows"}` : count(number);
}
