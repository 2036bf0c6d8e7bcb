import type { FileNames } from "./file-names";
import { documentInput, textInput } from "./input-text";
import { byText, sortedJson } from "./json";
import type { ShownResource } from "./shown-resource";

/** Path and text of every role: who may use it, what its inline policies allow, and which managed policies it has. */
export function roleFiles(
  resources: readonly ShownResource[],
  names: FileNames,
): readonly (readonly [string, string])[] {
  const policies = inlinePolicies(resources);
  const attachments = resources.filter(
    ({ type }) => type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  );
  return resources
    .filter(({ type }) => type === "aws:iam/role:Role")
    .map((role) => {
      const name = textInput(role, "name");
      const { description, permissionsBoundary, managedPolicyArns, tags } = role.inputs;
      const text = sortedJson({
        name,
        description,
        tags,
        permissionsBoundary,
        managedPolicyArns,
        trust: documentInput(role, "assumeRolePolicy"),
        policies: policies.get(name) ?? {},
        attached: attachments
          .filter((attachment) => textInput(attachment, "role") === name)
          .map((attachment) => textInput(attachment, "policyArn"))
          .sort(byText),
      });
      return [names.take("roles", name, ".json"), text] as const;
    });
}

/** Role name -> policy name -> document. */
function inlinePolicies(
  resources: readonly ShownResource[],
): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const byRole = new Map<string, Record<string, unknown>>();
  for (const policy of resources.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")) {
    const role = textInput(policy, "role");
    const ofRole = byRole.get(role) ?? {};
    ofRole[textInput(policy, "name")] = documentInput(policy, "policy");
    byRole.set(role, ofRole);
  }
  return new Map([...byRole].sort(([one], [other]) => byText(one, other)));
}
