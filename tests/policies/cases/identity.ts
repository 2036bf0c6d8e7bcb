import type { Resource } from "../../../policies/resource";
import { policy, resource } from "./case";

type Statement = Readonly<Record<string, unknown>>;

export const rolePolicy = (statement: Statement): Resource =>
  resource("aws:iam/rolePolicy:RolePolicy", { policy: policy(statement) });
export const managed = (statement: Statement): Resource =>
  resource("aws:iam/policy:Policy", { policy: policy(statement) });
export const role = (properties: Statement): Resource => resource("aws:iam/role:Role", properties);
/** A role with a policy written within it. */
export const inRole = (statement: Statement): Resource =>
  role({ name: "extract", inlinePolicies: [{ name: "first" }, { name: "own", policy: policy(statement) }] });
