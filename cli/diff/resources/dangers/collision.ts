import type { SnapshotResource } from "../../snapshot";
import { physicalName, settingOf } from "../physical-name";

/** A replacement in which the old and the new one have the same name: AWS has one of a name. */
export function replacementCollision(before: SnapshotResource, after: SnapshotResource): string | undefined {
  const name = physicalName(after);
  if (after.options.deleteBeforeReplace === true && before.options.retainOnDelete !== true) {
    return "The old one is deleted before the new one exists (`deleteBeforeReplace`): in between there is none.";
  }
  if (name === undefined || name !== physicalName(before)) {
    return undefined;
  }
  return before.options.retainOnDelete === true
    ? `The old one stays in AWS as \`${name}\` (\`retainOnDelete\`): AWS refuses a second one of the name, and the deployment stops there.`
    : `Both are \`${name}\`, and AWS has one of a name: the old one is deleted before the new one exists, or AWS refuses the new one.`;
}

/**
 * Resources that the head makes and the base's go, under names that AWS has once: the engine makes first and deletes last.
 *
 * @returns sentences by the URN of the new one
 */
export function creationCollisions(
  created: readonly SnapshotResource[],
  deleted: readonly SnapshotResource[],
): ReadonlyMap<string, string> {
  const going = new Map(
    deleted.flatMap((resource) => identities(resource).map((identity) => [identity, resource])),
  );
  return new Map(
    created.flatMap((resource): readonly [string, string][] => {
      const identity = identities(resource).find((candidate) => going.has(candidate));
      const old = identity === undefined ? undefined : going.get(identity);
      return old === undefined ? [] : [[resource.urn, sentence(resource, old)]];
    }),
  );
}

function identities(resource: SnapshotResource): readonly string[] {
  const name = physicalName(resource) ?? settingOf(resource);
  // Policies, aliases and objects have names of their own in each role, function and bucket.
  const owner = ["role", "functionName", "bucket"].map((input) => resource.inputs[input]);
  return name === undefined || !resource.custom ? [] : [JSON.stringify([resource.type, name, owner])];
}

function sentence(resource: SnapshotResource, old: SnapshotResource): string {
  const bucket = settingOf(resource);
  return bucket === undefined
    ? `\`${old.name}\` of the base has the same name in AWS, \`${physicalName(resource) ?? ""}\`, and is deleted only after this one is made: AWS refuses it, or the deletion takes it away again.`
    : `\`${old.name}\` of the base is the same setting of \`${bucket}\`, and is deleted after this one is made: the deletion takes the new one away.`;
}
