import { type Permission, type PolicyDocument, policyDocument } from "../iam/permission";
import type { Names } from "../naming";
import { ALL_CALLS } from "./calls/all";
import type { Grant, ServiceCalls, Target } from "./calls/service-calls";

/** What a role of the deployment does with resources: `deploy` all of their lives, `preview` only looks. */
export type Purpose = "deploy" | "preview";

export interface RolePolicyOptions {
  /** Whether a deploy may delete what holds data: a third key besides the resource's wish and the environment's consent. */
  readonly deletesData: boolean;
  /** VPCs of the account that the stack may put its warehouse into. Default: none, for a stack that makes its own. */
  readonly vpcIds?: readonly string[];
}

/** Characters of a managed policy (IAM user guide, "IAM and AWS STS quotas"); blanks don't count, and there are none. */
const POLICY_CHARACTERS = 6_144;

/**
 * The managed policies of a role, last part of the name -> document, for every type of resource that the program declares: one statement for
 * each target, with the calls that any type makes on it.
 *
 * @throws Error when one is longer than IAM takes.
 */
export function rolePolicies(
  names: Names,
  purpose: Purpose,
  { deletesData, vpcIds = [] }: RolePolicyOptions,
): Readonly<Record<string, PolicyDocument>> {
  const documents = ALL_CALLS.flatMap((calls): [string, PolicyDocument][] => {
    const targets = calls.targets(names, { vpcIds });
    const permissions = permissionsOf(calls, targets, (grant) => actionsOf(grant, purpose, deletesData));
    return permissions.length === 0 ? [] : [[calls.name, policyDocument(permissions)]];
  });
  for (const [name, document] of documents) {
    checkSize(name, document);
  }
  return Object.fromEntries(documents);
}

/** Actions of a grant that the role may take, in the order of a resource's life. */
export function actionsOf(grant: Grant, purpose: Purpose, deletesData: boolean): readonly string[] {
  const { read = [], create = [], update = [], delete: deletes = [], deleteData = [] } = grant;
  return purpose === "preview"
    ? read
    : [...read, ...create, ...update, ...deletes, ...(deletesData ? deleteData : [])];
}

/** @throws Error when the document is longer than IAM takes. */
export function checkSize(name: string, document: PolicyDocument): void {
  const { length } = JSON.stringify(document);
  if (length > POLICY_CHARACTERS) {
    throw new Error(
      `The managed policy "${name}" has ${length} characters, IAM allows ${POLICY_CHARACTERS}: shorten project or stack name, or split the policy.`,
    );
  }
}

function permissionsOf(
  { types }: ServiceCalls,
  targets: Readonly<Record<string, Target>>,
  actionsOf: (grant: Grant) => readonly string[],
): readonly Permission[] {
  const grants = Object.values(types).flatMap((one) => one ?? []);
  return Object.entries(targets).flatMap(([sid, target]) => {
    const actions = grants.filter(({ on }) => on === sid).flatMap(actionsOf);
    return actions.length === 0 || target.resources.length === 0
      ? []
      : [{ sid, actions: [...new Set(actions)].sort(), ...target }];
  });
}
