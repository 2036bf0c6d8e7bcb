import type {
  CompiledContract,
  RowRule,
  SourceColumn,
  SourceData,
  TargetColumn,
} from "../../../contracts/compiled-contract";
import type { TransformSummary } from "../../../handlers/events";
import { member, parsed } from "../execution/payload";
import type { ReadExecution } from "../execution/read-executions";
import type { QualityRule } from "../run-report";

type Rule = Omit<QualityRule, "observed" | "held">;

/**
 * What the contract demands and how the run held: of the delivered files, of the batch, and of each row. A row that breaks
 * several rules is counted for the first of them, in this order.
 */
export function qualityRules(
  contract: CompiledContract,
  summary: TransformSummary | undefined,
  executions: readonly ReadExecution[],
): readonly QualityRule[] {
  const counted = (rules: readonly Rule[], broken: Readonly<Record<string, number>> | undefined) =>
    rules.map((rule): QualityRule => {
      const observed = broken && (broken[rule.name] ?? 0);
      return { ...rule, observed, held: observed === undefined ? undefined : observed === 0 };
    });
  return [
    schemaRule(executions),
    ...batchRules(contract, summary),
    ...counted(rowRules(contract), summary?.quarantinedByRule),
    ...counted(warningRules(contract), summary?.warningsByRule),
  ];
}

/** As schema validation answered the workflow. */
function schemaRule(executions: readonly ReadExecution[]): QualityRule {
  const answer = executions
    .flatMap(({ visits }) => visits.map(({ output }) => parsed(output?.json)))
    .find((output) => typeof member(output, "schemaValid") === "boolean");
  const problems = member(answer, "problems");
  return {
    name: "schema",
    demands: "Every delivered file has the contract's columns and format; counted are problems, not rows.",
    scope: "set",
    observed: typeof problems === "number" ? problems : undefined,
    held: member(answer, "schemaValid") as boolean | undefined,
  };
}

function batchRules(
  { source, thresholds }: CompiledContract,
  summary: TransformSummary | undefined,
): readonly QualityRule[] {
  const { maxQuarantinedPercent } = thresholds;
  const percent =
    summary === undefined ? undefined : (summary.quarantined * 100) / Math.max(summary.source, 1);
  const notEmpty: QualityRule = {
    name: "rowCount",
    demands: "The batch has at least one row.",
    scope: "set",
    observed: summary?.source,
    held: summary === undefined ? undefined : summary.source > 0,
  };
  return [
    ...(source.emptyBatch === "fail" ? [notEmpty] : []),
    {
      name: "maxQuarantinedPercent",
      demands: `At most ${maxQuarantinedPercent} % of the delivered rows are quarantined.`,
      scope: "set",
      observed: percent === undefined ? undefined : Math.round(percent * 100) / 100,
      held: percent === undefined ? undefined : percent <= maxQuarantinedPercent,
    },
  ];
}

/** Names and order are those of the Glue job, `glue/stepline_glue/plan.py`. */
function rowRules({ source, lookups, rules, target }: CompiledContract): readonly Rule[] {
  const row = (name: string, demands: string, column?: string): Rule => ({
    name,
    demands,
    scope: "row",
    ...(column === undefined ? {} : { column }),
  });
  return [
    row("row.malformed", "The line can be read as a row of the file."),
    row("row.encoding", "The line is UTF-8."),
    ...source.columns.flatMap((column) => sourceRules(column, row)),
    ...lookups
      .filter(({ onMissing }) => onMissing === "quarantine")
      .map(({ name, on }) =>
        row(`lookup.${name}`, `${on.source}, where given, is in the lookup ${name}.`, on.source),
      ),
    ...rules
      .filter(({ severity }) => severity === "error")
      .map((rule) => row(rule.id, rule.description, onlyColumn(rule, source))),
    ...target.columns.flatMap((column) => targetRules(column, target.key, row)),
  ];
}

function warningRules({ source, rules }: CompiledContract): readonly Rule[] {
  return rules
    .filter(({ severity }) => severity === "warning")
    .map((rule) => ({
      name: rule.id,
      demands: `${rule.description} A row that breaks it is counted, and loaded all the same.`,
      scope: "row",
      column: onlyColumn(rule, source),
    }));
}

/** The column a condition is about, where it is about one. */
function onlyColumn({ expression }: RowRule, { object, columns }: SourceData): string | undefined {
  const named = columns.filter(({ name }) => new RegExp(`\\b${object}\\.${name}\\b`).test(expression));
  return named.length === 1 ? named[0].name : undefined;
}

type MakeRule = (name: string, demands: string, column?: string) => Rule;

function sourceRules({ name, type, required }: SourceColumn, row: MakeRule): readonly Rule[] {
  return [
    ...(required ? [row(`${name}.required`, `${name} is there.`, name)] : []),
    type.kind === "string"
      ? row(`${name}.length`, `${name} has at most ${type.maxBytes} bytes of UTF-8.`, name)
      : row(`${name}.type`, `${name} is ${typeName(type)}.`, name),
  ];
}

function targetRules(
  { name, type, required }: TargetColumn,
  key: readonly string[],
  row: MakeRule,
): readonly Rule[] {
  const prefix = `target.${name}`;
  return [
    ...(required || key.includes(name)
      ? [row(`${prefix}.required`, `The table's ${name} has a value.`, name)]
      : []),
    type.kind === "string"
      ? row(`${prefix}.length`, `The table's ${name} has at most ${type.maxBytes} bytes of UTF-8.`, name)
      : row(`${prefix}.type`, `The table's ${name} is ${typeName(type)} without loss.`, name),
  ];
}

function typeName(type: SourceColumn["type"]): string {
  switch (type.kind) {
    case "integer":
      return `an integer of ${type.bits} bits`;
    case "decimal":
      return `a decimal of ${type.precision} digits, ${type.scale} of them behind the point`;
    case "double":
    case "boolean":
    case "date":
    case "timestamp":
    case "string":
      return `a ${type.kind}`;
  }
}
