import { type Block, code, type Danger, text, type Text } from "../document/document";
import type { SettingChange } from "./setting-change";
import { settingWords } from "./units";

/** What changes in the settings of a stack; nothing where nothing does. */
export function describeSettings(changes: readonly SettingChange[]): readonly Block[] {
  if (changes.length === 0) {
    return [];
  }
  return [
    { kind: "heading", level: 3, text: ["Settings"] },
    ...changes.flatMap(({ path, caution }): Block[] =>
      caution === undefined
        ? []
        : [{ kind: "warning", danger: dangerOf(path), text: text`${code(path)}: ${caution}` }],
    ),
    {
      kind: "table",
      header: [{ title: "Setting" }, { title: "Before" }, { title: "After" }],
      rows: changes.map(({ path, before, after }) => [
        text`${code(path)}`,
        cell(path, before),
        cell(path, after),
      ]),
    },
  ];
}

/** Settings that guard data, or let people know; those of the lake say after how long S3 deletes. The rest is cost and time. */
const GUARDS =
  /^(?:allowedAccountIds|permissionsBoundary|protection\.|logs\.|network\.(?:flowLogs|natGateways)|notifications\.|warehouse\.enhancedVpcRouting)/;

function dangerOf(path: string): Danger {
  return path.startsWith("lake.") || path === "name" ? "loss" : GUARDS.test(path) ? "guard" : "other";
}

function cell(path: string, value: unknown): Text {
  const words = settingWords(path, value);
  const isText = typeof value === "string" || (Array.isArray(value) && value.length > 0);
  return isText ? text`${code(words)}` : [words];
}
