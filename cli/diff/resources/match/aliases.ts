import type { ResourceAlias } from "../../../../sandbox/types";
import type { SnapshotResource } from "../../snapshot";
import { isStackUrn, makeUrn, parseUrn } from "./urn";

/** The URN by which a resource of the head took over one of the base's, if it was not its own. */
export type UsedAlias = (urn: string) => string | undefined;

/**
 * URNs that a resource may have had, in the order in which the engine tries them: its own aliases, then what they and its name come
 * to under the alias of its parent. As of generateAliases in Pulumi's pkg/resource/deploy/step_generator.go (v3.250.0).
 */
export function aliasUrns(resource: SnapshotResource, usedAlias: UsedAlias): readonly string[] {
  const own = (resource.options.aliases ?? []).map((alias) => aliasUrn(alias, resource, usedAlias));
  const parentAlias = resource.parent === undefined ? undefined : usedAlias(resource.parent);
  if (resource.parent === undefined || parentAlias === undefined) {
    return [...new Set(own)];
  }
  const parentName = parseUrn(resource.parent).name;
  const inherited = [resource.urn, ...own].map((urn) => {
    const { type, name } = parseUrn(urn);
    return inheritedUrn(resource, { type, name }, parentName, parentAlias);
  });
  return [...new Set([...own, ...inherited])];
}

function aliasUrn(alias: ResourceAlias, resource: SnapshotResource, usedAlias: UsedAlias): string {
  if ("urn" in alias) {
    return alias.urn;
  }
  const current = parseUrn(resource.urn);
  const given = alias.parentUrn;
  const parent = given === undefined ? resource.parent : (usedAlias(given) ?? given);
  const [type, name] = [alias.type ?? resource.type, alias.name ?? resource.name];
  if (alias.noParent === true || parent === undefined || isStackUrn(parent)) {
    const place = { stack: alias.stack ?? current.stack, project: alias.project ?? current.project };
    return makeUrn(place, "", type, name);
  }
  // The parent's URN says stack and project: the engine does not read the alias's own then.
  const of = parseUrn(parent);
  return makeUrn(of, of.qualifiedType, type, name);
}

/** A child named after its parent, `<parent>-bucket`, was named after its parent before, too. */
function inheritedUrn(
  { urn }: SnapshotResource,
  child: { readonly type: string; readonly name: string },
  parentName: string,
  parentAlias: string,
): string {
  const alias = parseUrn(parentAlias);
  const name = child.name.startsWith(parentName)
    ? `${alias.name}${child.name.slice(parentName.length)}`
    : child.name;
  return makeUrn(parseUrn(urn), alias.qualifiedType, child.type, name);
}
