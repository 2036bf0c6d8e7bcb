import { quoted } from "../../document/quoted-words";
import type { ActionFacts } from "./action-facts";

/** By the first word of an action's name: `DeleteObject`. Only where it says more than the access level. */
const BY_FIRST_WORD: Readonly<Record<string, string>> = {
  ...{ Delete: "delete", Create: "create", Put: "write", Update: "update", Start: "start", Stop: "stop" },
  ...{ Cancel: "cancel", Invoke: "invoke", Publish: "publish to", Send: "send to", Receive: "receive from" },
  ...{
    Assume: "assume",
    Pass: "pass on",
    Decrypt: "decrypt with",
    Encrypt: "encrypt with",
    Abort: "abort writing",
  },
};

const BY_LEVEL: Readonly<Record<string, string>> = {
  ...{ List: "list", Read: "read", Write: "change", Tagging: "tag" },
  "Permissions management": "change who may use",
};

/**
 * What one may do, without on what: "read and delete"; "do anything of `s3` with".
 *
 * @param actions as the policy writes them.
 */
export function actionWords(
  actions: readonly string[],
  negated: boolean,
  facts: ReadonlyMap<string, ActionFacts>,
): string {
  if (negated) {
    return `do everything but ${actions.map(quoted).join(", ")} with`;
  }
  const verbs = actions.flatMap((action) => verbsOf(action, facts.get(action)));
  return listed([...new Set(verbs)]);
}

function verbsOf(action: string, facts: ActionFacts | undefined): readonly string[] {
  if (facts === undefined || facts.unknown) {
    return [`call ${quoted(action)} (unknown to IAM) on`];
  }
  if (facts.everything !== undefined) {
    const service = action.split(":")[0];
    return [
      facts.everything === "all services" ? "do anything with" : `do anything of ${quoted(service)} with`,
    ];
  }
  if (facts.names.length > 1) {
    return [`call ${quoted(action)} (${[...facts.levels].sort().join(", ").toLowerCase()}) on`];
  }
  const name = facts.names[0].split(":")[1];
  const first = /^[A-Z][a-z]+/.exec(name)?.[0] ?? name;
  const level = ["Permissions management", "Tagging", "List", "Read"].find((one) => facts.levels.has(one));
  if (level === "Permissions management" || level === "Tagging") {
    return [BY_LEVEL[level]];
  }
  return [BY_FIRST_WORD[first] ?? BY_LEVEL[level ?? "Write"]];
}

/** "read, write and delete" */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)!}`;
}
