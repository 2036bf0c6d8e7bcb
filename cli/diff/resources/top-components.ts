import type { Snapshot, SnapshotResource } from "../snapshot";
import { isStackUrn } from "./match/urn";

/** By URN, the name of the component right under the stack that a resource is part of; nothing for what stands there itself. */
export function topComponents({ resources }: Snapshot): ReadonlyMap<string, string> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const parentOf = ({ parent }: SnapshotResource): SnapshotResource | undefined =>
    parent === undefined || isStackUrn(parent) ? undefined : byUrn.get(parent);
  return new Map(
    resources.flatMap((resource): readonly [string, string][] => {
      let top = parentOf(resource);
      for (let next = top; next !== undefined; next = parentOf(next)) {
        top = next;
      }
      return top === undefined ? [] : [[resource.urn, top.name]];
    }),
  );
}
