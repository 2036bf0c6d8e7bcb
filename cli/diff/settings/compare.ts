import { isDeepStrictEqual } from "node:util";
import { byText } from "../../synth/json";
import type { Snapshot } from "../snapshot";
import { cautionOf } from "./cautions";
import { environmentPaths } from "./environment-paths";
import type { SettingChange } from "./setting-change";

const PLATFORM = "stepline:platform:Platform";

/**
 * How the settings of the stack's environment differ, in the order of their schema; those that only one revision's schema has come
 * last. Nothing where a revision does not tell its settings: it has no platform, or one that does not register them.
 */
export function compareSettings(before: Snapshot, after: Snapshot): readonly SettingChange[] {
  const [was, is] = [settingsOf(before), settingsOf(after)];
  if (was === undefined || is === undefined) {
    return [];
  }
  const schema = environmentPaths();
  const place = (path: string): number => (schema.includes(path) ? schema.indexOf(path) : schema.length);
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => !isDeepStrictEqual(was.get(path), is.get(path)))
    .sort((one, other) => place(one) - place(other) || byText(one, other))
    .map((path) => {
      const [previous, now] = [was.get(path), is.get(path)];
      const caution = cautionOf(path, previous, now);
      return {
        path,
        ...(previous === undefined ? {} : { before: previous }),
        ...(now === undefined ? {} : { after: now }),
        ...(caution === undefined ? {} : { caution }),
      };
    });
}

function settingsOf({ resources }: Snapshot): ReadonlyMap<string, unknown> | undefined {
  const environment = resources.find(({ type }) => type === PLATFORM)?.outputs.environment;
  return typeof environment === "object" && environment !== null ? new Map(flat(environment, [])) : undefined;
}

/** Lists are values: in which order they are given does not matter. */
function flat(value: object, path: readonly string[]): readonly (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([key, member]): readonly (readonly [string, unknown])[] => {
    const inside = [...path, key];
    if (Array.isArray(member)) {
      return [[inside.join("."), [...(member as readonly string[])].sort(byText)]];
    }
    return typeof member === "object" && member !== null
      ? flat(member as object, inside)
      : [[inside.join("."), member]];
  });
}
