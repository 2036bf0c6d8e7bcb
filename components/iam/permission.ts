/** One IAM statement as its owner declares it: what it allows, on what, and, where a wildcard cannot be avoided, why. */
export interface Permission {
  /** Statement id, unique in its policy: letters and digits only (IAM's rule for `Sid`). */
  readonly sid: string;
  /** Explicit actions, `service:Action`; no wildcards. */
  readonly actions: readonly string[];
  /** ARNs. `"*"` only with a `reason`. */
  readonly resources: readonly string[];
  /** IAM condition block, operator -> key -> value(s). */
  readonly conditions?: Conditions;
  /** Why a resource is `"*"`. Kept out of the policy document. */
  readonly reason?: string;
  /**
   * Actions and resources that are needed, but that no run in the sandbox can prove so, each with the reason: what AWS's services
   * do with the role by themselves. Everything else has to be missed when it is taken away (docs/least-privilege.md).
   */
  readonly unproved?: Unproved;
}

/** Action or ARN, as the statement writes it -> reason. */
export type Unproved = Readonly<Partial<Record<string, string>>>;

export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Conditions;
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

/**
 * The policy document of a set of permissions, in the order given; equal permissions declared by several states appear once.
 *
 * @throws Error when two different permissions share a `sid`, an action has a wildcard, or a `"*"` resource has no reason.
 */
export function policyDocument(permissions: readonly Permission[]): PolicyDocument {
  const statements = new Map<string, PolicyStatement>();
  for (const permission of permissions) {
    const statement = policyStatement(permission);
    const earlier = statements.get(permission.sid);
    if (earlier !== undefined && JSON.stringify(earlier) !== JSON.stringify(statement)) {
      throw new Error(
        `IAM statement id "${permission.sid}" is declared twice with different contents: give one of them another sid.`,
      );
    }
    statements.set(permission.sid, statement);
  }
  return { Version: "2012-10-17", Statement: [...statements.values()] };
}

/** By the statement's text: a policy document has no place for reasons. */
const unprovedParts = new Map<string, Unproved>();

/** The reasons that the statement's permission gave, when it was declared by this process. */
export function unprovedPartsOf(statement: PolicyStatement): Unproved {
  return unprovedParts.get(JSON.stringify(statement)) ?? {};
}

function policyStatement(permission: Permission): PolicyStatement {
  const statement = checkedStatement(permission);
  const { sid, unproved = {}, actions, resources } = permission;
  const strange = Object.keys(unproved).find((part) => ![...actions, ...resources].includes(part));
  if (strange !== undefined) {
    throw new Error(
      `IAM statement "${sid}" gives a reason for "${strange}", which it does not have: correct the reason's key.`,
    );
  }
  unprovedParts.set(JSON.stringify(statement), unproved);
  return statement;
}

function checkedStatement(permission: Permission): PolicyStatement {
  const { sid, actions, resources, conditions, reason } = permission;
  if (!/^[A-Za-z0-9]+$/.test(sid)) {
    throw new Error(`IAM statement id "${sid}" is not letters and digits only: rename it.`);
  }
  if (actions.length === 0 || resources.length === 0) {
    throw new Error(
      `IAM statement "${sid}" has no ${actions.length === 0 ? "action" : "resource"}: name at least one.`,
    );
  }
  const wide = actions.find((action) => action.includes("*"));
  if (wide !== undefined) {
    throw new Error(`IAM statement "${sid}" allows "${wide}": name each action instead of a wildcard.`);
  }
  if (resources.includes("*") && reason === undefined) {
    throw new Error(
      `IAM statement "${sid}" allows resource "*": scope it to ARNs, or give the reason it cannot be.`,
    );
  }
  return {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(conditions === undefined ? {} : { Condition: conditions }),
  };
}
