import type { SnapshotResource } from "../../snapshot";
import { isImmutable } from "../replacement/immutable";
import type { PropertyChange } from "../resource-change";
import { isRemoteComponent } from "../remote-component";
import { type Difference, differences } from "./difference";
import { pathText } from "./path-text";
import { contains, parsePropertyPath, withBase } from "./property-path";

/** How the inputs of one resource differ, as the engine would find after its options `ignoreChanges` and `replaceOnChanges`. */
export function inputChanges(before: SnapshotResource, after: SnapshotResource): readonly PropertyChange[] {
  const ignored = (after.options.ignoreChanges ?? []).map(parsePropertyPath);
  const inputs = ignored.reduce<unknown>((value, path) => withBase(before.inputs, value, path), after.inputs);
  const replacing = (after.options.replaceOnChanges ?? []).map(parsePropertyPath);
  return differences(before.inputs, inputs).map((difference) => ({
    path: pathText(difference.steps),
    ...("before" in difference ? { before: difference.before } : {}),
    ...("after" in difference ? { after: difference.after } : {}),
    replaces: replacing.some((path) => contains(path, difference.steps)) || replaces(after, difference),
  }));
}

function replaces({ type, custom }: SnapshotResource, { steps }: Difference): boolean | "unknown" {
  const first = steps.at(0);
  if (!custom && !isRemoteComponent(type)) {
    return false;
  }
  return first?.kind === "key" ? isImmutable(type, first.key) : "unknown";
}

/** What the engine itself is asked for, and where a change of it matters to what can be lost. */
export function optionChanges(before: SnapshotResource, after: SnapshotResource): readonly PropertyChange[] {
  return (["protect", "retainOnDelete"] as const)
    .filter((option) => (before.options[option] ?? false) !== (after.options[option] ?? false))
    .map((option) => ({
      path: option,
      before: before.options[option] ?? false,
      after: after.options[option] ?? false,
      replaces: false,
    }));
}
