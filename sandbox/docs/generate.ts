import type { LocalCoverage } from "../coverage";
import { KEEPING, KEPT } from "../data/coverage";
import { LIMITS, STS_COVERAGE } from "../gateway/coverage";
import { MOTO_SERVICES, type MotoService } from "../gateway/moto-operations";
import { GLUE_COVERAGE } from "../glue/coverage";
import { LAMBDA_COVERAGE } from "../lambda/coverage";
import { NOT_SIMULATED, SERVED_FROM_PROGRAM } from "../provision/not-simulated";
import {
  REDSHIFT_DATA_COVERAGE,
  REDSHIFT_SERVERLESS_COVERAGE,
  SQL_REFUSED,
  SQL_UNDERSTOOD,
} from "../redshift/coverage";
import { motoPatches } from "./moto-patches";

/** Services of the sandbox's own, in the order of the page. */
export const LOCAL_COVERAGE: readonly LocalCoverage[] = [
  LAMBDA_COVERAGE,
  GLUE_COVERAGE,
  REDSHIFT_DATA_COVERAGE,
  REDSHIFT_SERVERLESS_COVERAGE,
  STS_COVERAGE,
];

/** Text of docs/sandbox.md: what the sandbox models, how faithfully, and what not. Made of the data beside the code it tells of. */
export function sandboxPage(): string {
  const parts = [
    introduction(),
    ...LOCAL_COVERAGE.map(localService),
    ...Object.entries(MOTO_SERVICES).map(([name, service]) => motoService(name, service)),
    sql(),
    data(),
    patches(),
    types(),
    limits(),
  ];
  return `${parts.join("\n\n")}\n`;
}

function introduction(): string {
  const local = LOCAL_COVERAGE.map(({ title, by }) => [title, by]);
  const others = Object.values(MOTO_SERVICES).map(({ title }) => title);
  return `<!-- Made from the code by sandbox/docs/generate.ts: change the data there, not this file. -->

# The sandbox: what it models

The program's resources are created behind one AWS endpoint on the loopback. \`npm run sandbox\` keeps it up, \`npm start\` and the
tests start it for one run. Every request is signed, its caller known, and, where the caller is a role, decided by the declared
policies before it is done.

Whatever is not on this page is refused with \`501 NotModelled\`, naming service and operation: no answer is guessed.

${table(["service", "done by"], [...local, [others.join(", "), "moto, behind the gateway's checks"]])}

Pauses between polls and retries are scaled (\`--time-scale\`, 0.05 by default): their order and number are as declared. Work, and
the limits on it, take the time they take. There is no network, no encryption and no bill.

Everything is in the region the program declares. A request signed for another one is refused with \`501 NotModelled\`, S3's too,
without a redirect; IAM and STS, which have no region, answer whatever it is signed for.`;
}

function localService({ service, title, by, operations, caveats }: LocalCoverage): string {
  const rows = Object.entries(operations).map(([operation, how]) => [operation, how]);
  return `## ${title} (\`${service}\`)\n\nBy ${by}.\n\n${table(["operation", "how"], rows)}\n\n${list(caveats)}`;
}

function motoService(name: string, { title, serves, declares, caveats }: MotoService): string {
  const rows = [
    ["done by moto", [...serves].sort().join(", ")],
    ...Object.entries(declares).map(([operation, why]) => [`${operation}: only as declared`, why]),
  ];
  return `## ${title} (\`${name}\`)\n\n${table(["operation", "how"], rows)}\n\n${list(caveats)}`;
}

function sql(): string {
  const code = (example: string) => `\`${example}\``;
  const understood = SQL_UNDERSTOOD.map(([statement, example]) => [statement, code(example)]);
  const refused = SQL_REFUSED.map(([what, example]) => [what, code(example)]);
  return `## Redshift's SQL

Statements are read by a parser of the sandbox's own and run by DuckDB. Names of other functions, types and system tables are
refused like the statements below.

${table(["understood", "for example"], understood)}

${table(["refused", "for example"], refused)}`;
}

function data(): string {
  const kept = KEPT.map(({ what, how }) => [what, how]);
  return `## What \`--data\` keeps

\`npm run sandbox -- --data <folder>\` keeps the state from one start to the next. Declared resources are made anew by the program at
every start, as it declares them then, and get back what they held.

${table(["what", "how it is at the next start"], kept)}

${list(KEEPING)}`;
}

function patches(): string {
  const rows = motoPatches().map(({ file, title, upstream }) => [
    `[${fileName(file)}](../${file})`,
    title,
    upstream,
  ]);
  return `## What is mended in moto

moto is pinned to one version; each patch fails to apply when what it mends is gone.

${table(["patch", "what holds with it", "what moto does without"], rows)}`;
}

function types(): string {
  const read = [...SERVED_FROM_PROGRAM].map((type) => `\`${type}\``).join(", ");
  const rows = Object.entries(NOT_SIMULATED).map(([type, why]) => [`\`${type}\``, why]);
  return `## Resource types without effect

Read from the program where they are needed, without a call: ${read}.

${table(["type", "why that is all right"], rows)}

Any other type that no provisioner knows stops the sandbox at its start.`;
}

function limits(): string {
  const rows = LIMITS.map(({ what, checked }) => [what, checked ? "checked" : "not checked"]);
  return `## Limits\n\n${table(["limit", ""], rows)}`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(header), `|${header.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

function list(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${sentence}`).join("\n");
}

function fileName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}
