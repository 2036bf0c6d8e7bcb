import { type Block, code, text, type Text } from "../document/document";
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
      caution === undefined ? [] : [{ kind: "warning", text: text`${code(path)}: ${caution}` }],
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

function cell(path: string, value: unknown): Text {
  const words = settingWords(path, value);
  const isText = typeof value === "string" || (Array.isArray(value) && value.length > 0);
  return isText ? text`${code(words)}` : [words];
}
