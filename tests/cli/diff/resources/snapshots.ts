import { makeUrn, parseUrn } from "../../../../cli/diff/resources/match/urn";
import type { Snapshot, SnapshotResource } from "../../../../cli/diff/snapshot";

const PLACE = { project: "shop", stack: "dev", accountId: "111122223333", region: "eu-west-1" };

export const STACK: SnapshotResource = {
  ...PLACE,
  urn: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
  type: "pulumi:pulumi:Stack",
  name: "shop-dev",
  custom: false,
  dependencies: [],
  inputs: {},
  options: {},
  outputs: {},
};

type Given = Partial<SnapshotResource> & Pick<SnapshotResource, "type" | "name">;

/** With the URN that the engine gives it under its parent; a provider's, where its type begins with `aws:`. */
export function resource(given: Given, parent: SnapshotResource = STACK): SnapshotResource {
  const parentType = parent === STACK ? "" : parseUrn(parent.urn).qualifiedType;
  return {
    urn: makeUrn(PLACE, parentType, given.type, given.name),
    custom: given.type.startsWith("aws:"),
    parent: parent.urn,
    dependencies: [],
    inputs: {},
    options: {},
    outputs: {},
    ...given,
  };
}

export function snapshot(...resources: readonly SnapshotResource[]): Snapshot {
  return { ...PLACE, resources: [STACK, ...resources] };
}
