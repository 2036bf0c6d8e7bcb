import { type ValueCheck, typeName, valueCheck } from "./column-value";
import type { CompiledContract, CsvFormat, SourceColumn } from "./compiled-contract";
import { type CsvReading, type CsvRow, readCsv } from "./csv-rows";
import { headerFindings } from "./header-diff";
import { exampleOf, type SchemaProblem } from "./schema-problem";

type Finding = Omit<SchemaProblem, "file">;

export interface FileCheck {
  /** Data rows, blank lines not counted. */
  readonly rows: number;
  readonly problems: readonly SchemaProblem[];
}

/**
 * Checks one delivered file against the contract: encoding, header, shape of rows, and whether columns still hold what they
 * should. Reads the file once and keeps nothing of it. A value that is wrong alone is no problem of the file: the Glue job
 * quarantines its row.
 */
export async function checkFile(
  contract: CompiledContract,
  fileName: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<FileCheck> {
  const { columns, csv, emptyBatch } = contract.source;
  const check = new TableCheck(columns, csv);
  const reading = await readCsv(chunks, csv, (row) => check.row(row));
  const findings = [...check.findings(reading), ...check.retyped()];
  if (check.rows === 0 && check.hasHeader && findings.length === 0 && emptyBatch === "fail") {
    findings.push({
      kind: "no-rows",
      message: "the file has a header and no rows; the contract says a batch has rows",
    });
  }
  return { rows: check.rows, problems: findings.map((finding) => ({ ...finding, file: fileName })) };
}

/**
 * Checks a reference file: as strict as for data, and beyond it every value and key, since all rows that are joined to a
 * wrong one would be wrong.
 *
 * @throws Error when the contract has no such lookup.
 */
export async function checkLookup(
  contract: CompiledContract,
  lookupName: string,
  fileName: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<FileCheck> {
  const lookup = contract.lookups.find(({ name }) => name === lookupName);
  if (lookup === undefined) {
    const known = contract.lookups.map(({ name }) => name).join(", ");
    throw new Error(`Contract ${contract.id} has no lookup "${lookupName}": use one of ${known}.`);
  }
  const check = new TableCheck(lookup.columns, lookup.csv, lookup.on.lookup);
  const reading = await readCsv(chunks, lookup.csv, (row) => check.row(row));
  const findings = [...check.findings(reading), ...check.values];
  if (check.rows === 0 && check.hasHeader && findings.length === 0) {
    findings.push({ kind: "no-rows", message: "the lookup has no rows: every joined value would miss" });
  }
  return { rows: check.rows, problems: findings.map((finding) => ({ ...finding, file: fileName })) };
}

/** Problems of single values shown for a lookup; a file that is wrong throughout needs no more. */
const maxValueFindings = 20;

class TableCheck {
  rows = 0;
  hasHeader = false;
  /** Wrong values of a lookup. */
  readonly values: Finding[] = [];
  private header: Finding[] = [];
  private fields: ColumnCount[] = [];
  private width = 0;
  private odd: { count: number; line: number; fields: number; isLast: boolean } | undefined;
  private readonly keys = new Map<string, number>();

  constructor(
    private readonly columns: readonly SourceColumn[],
    private readonly csv: CsvFormat,
    private readonly key?: string,
  ) {}

  /** False when the header makes the rows unreadable. */
  row(row: CsvRow): boolean {
    if (!this.hasHeader) return this.readHeader(row);
    this.rows++;
    if (row.fields.length !== this.width) {
      this.odd = {
        count: (this.odd?.count ?? 0) + 1,
        line: this.odd?.line ?? row.line,
        fields: this.odd?.fields ?? row.fields.length,
        isLast: true,
      };
      return true;
    }
    if (this.odd?.isLast === true) this.odd.isLast = false;
    for (const field of this.fields) this.count(field, row);
    return true;
  }

  /** Everything but the types of columns. */
  findings({ findings, bytes, endsWithLineBreak }: CsvReading): Finding[] {
    if (bytes === 0 || (!this.hasHeader && findings.length === 0)) {
      return [
        {
          kind: "empty-file",
          message: bytes === 0 ? "the file is empty" : "the file has nothing but blank lines",
        },
      ];
    }
    return [...findings, ...this.header, ...this.fieldCount(endsWithLineBreak)];
  }

  /** Columns most of whose values are not of their type any more. */
  retyped(): Finding[] {
    return this.fields.flatMap(({ column, good, bad, example }) => {
      if (bad <= good) return [];
      const { name, type } = column;
      const share = `${bad} of ${good + bad} values are not ${typeName(type)}`;
      const { text, line } = example!;
      const message = `column "${name}" has changed its type: ${share}, the first in line ${line}`;
      return [{ kind: "retyped-column", column: name, line, message, example: exampleOf(text) } as const];
    });
  }

  private readHeader({ fields }: CsvRow): boolean {
    this.hasHeader = true;
    this.width = fields.length;
    this.header = headerFindings(
      this.columns.map(({ name }) => name),
      fields,
      this.csv,
    );
    this.fields = this.columns
      .filter(({ name }) => fields.includes(name))
      .map((column) => ({
        column,
        check: valueCheck(column),
        position: fields.indexOf(column.name),
        good: 0,
        bad: 0,
      }));
    return this.fields.length > 0;
  }

  private count(field: ColumnCount, { fields, line }: CsvRow): void {
    const text = fields[field.position];
    const result = field.check(text);
    if (result === "good") field.good++;
    if (result === "bad") {
      field.bad++;
      field.example ??= { text, line };
    }
    if (this.key !== undefined) this.lookupValue(field.column, text, result, line);
  }

  private lookupValue(
    column: SourceColumn,
    text: string,
    result: ReturnType<ValueCheck>,
    line: number,
  ): void {
    const { name } = column;
    const report = (kind: "lookup-value" | "lookup-key", what: string): void => {
      if (this.values.length >= maxValueFindings) return;
      const message = `line ${line}: ${what}`;
      this.values.push({ kind, column: name, line, message, example: exampleOf(text) });
    };
    if (result === "bad") {
      report("lookup-value", `column "${name}" has a value that is not ${typeName(column.type)}`);
    }
    if (result === "null" && column.required) report("lookup-value", `column "${name}" has no value`);
    if (name !== this.key || result !== "good") return;
    const earlier = this.keys.get(text.trim());
    if (earlier !== undefined) {
      report("lookup-key", `the key stands in line ${earlier} already; keys are unique`);
    }
    this.keys.set(text.trim(), line);
  }

  private fieldCount(endsWithLineBreak: boolean): Finding[] {
    if (this.odd === undefined) return [];
    const { count, line, fields, isLast } = this.odd;
    if (count === 1 && isLast && fields < this.width && !endsWithLineBreak) {
      const message = `the last row (line ${line}) has ${fields} of ${this.width} fields: the file is truncated`;
      return [{ kind: "truncated", line, message }];
    }
    const rows =
      count === 1
        ? `line ${line} has ${fields} fields`
        : `${count} rows, the first in line ${line} with ${fields} fields`;
    const message = `${rows}, the header has ${this.width}`;
    return [{ kind: "field-count", line, message }];
  }
}

interface ColumnCount {
  readonly column: SourceColumn;
  readonly check: ValueCheck;
  readonly position: number;
  good: number;
  bad: number;
  example?: { readonly text: string; readonly line: number };
}
