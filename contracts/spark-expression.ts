import { closestName } from "./name-similarity";

/** What an expression of a contract may name: object -> its columns. */
export type KnownColumns = ReadonlyMap<string, ReadonlySet<string>>;

export const expressionParameters: ReadonlySet<string> = new Set(["logical_date", "run_id"]);

/** Words of Spark SQL that may stand alone. Anything else alone would be an unqualified column. */
const words = new Set(
  (
    "and or not is null in between like rlike ilike escape case when then else end true false distinct from as cast " +
    "try_cast tinyint smallint int integer bigint float double decimal string boolean date timestamp interval year years " +
    "month months day days hour hours minute minutes second seconds div"
  ).split(" "),
);

const token =
  /(?<space>\s+)|(?<string>'(?:[^'\\]|''|\\.)*')|(?<parameter>:[A-Za-z_]\w*)|(?<name>(?:`[^`]*`|[A-Za-z_]\w*)(?:\s*\.\s*(?:`[^`]*`|[A-Za-z_]\w*))*)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<open>\()|(?<close>\))|(?<comment>--|\/\*)|(?<operator><=>|<=|>=|<>|!=|==|\|\||[-+*\/%=<>,&|^~!\[\]])/y;

/**
 * What is wrong with a Spark SQL expression, read word by word: unknown or unqualified columns, unknown parameters,
 * comments, several statements, open brackets. Types and functions are Spark's to check.
 *
 * @returns undefined when nothing is.
 */
export function expressionProblem(expression: string, known: KnownColumns): string | undefined {
  let depth = 0;
  token.lastIndex = 0;
  while (token.lastIndex < expression.length) {
    const position = token.lastIndex;
    const groups: Readonly<Partial<Record<string, string>>> | undefined = token.exec(expression)?.groups;
    if (groups === undefined) {
      return `"${expression[position]}" at character ${position + 1} is not part of a Spark SQL expression (texts stand in single quotes)`;
    }
    if (groups.comment !== undefined) return "it has a comment: put it into the description";
    if (groups.open !== undefined) depth++;
    if (groups.close !== undefined && --depth < 0) return "a bracket is closed that was not opened";
    const problem = nameProblem(groups, expression, known);
    if (problem !== undefined) return problem;
  }
  return depth === 0 ? undefined : "a bracket is not closed";
}

function nameProblem(
  groups: Readonly<Partial<Record<string, string>>>,
  expression: string,
  known: KnownColumns,
): string | undefined {
  const { parameter, name } = groups;
  if (parameter !== undefined && !expressionParameters.has(parameter.slice(1))) {
    return `parameter "${parameter}" does not exist: use :logical_date or :run_id`;
  }
  if (name === undefined) return undefined;
  const parts = name.split(".").map((part) => part.trim().replace(/^`|`$/g, ""));
  if (parts.length === 1) {
    const isFunction = /^\s*\(/.test(expression.slice(token.lastIndex)) && !name.startsWith("`");
    if (isFunction || words.has(name.toLowerCase())) return undefined;
    return `"${name}" is neither a function nor a qualified column: write object.column`;
  }
  const [object, column] = parts as [string, string];
  const columns = known.get(object);
  if (columns === undefined || parts.length > 2) {
    return `"${name}" names no object of the contract: use one of ${[...known.keys()].join(", ")}`;
  }
  if (columns.has(column)) return undefined;
  const close = closestName(column, columns);
  return `"${object}" has no column "${column}"${close === undefined ? "" : `: did you mean "${close}"?`}`;
}
