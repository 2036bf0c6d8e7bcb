import type { Snapshot, SnapshotResource } from "../../../../cli/diff/snapshot";
import { AssetReader } from "../../../../cli/synth/asset-contents";
import { shownResource } from "../../../../cli/synth/shown-resource";
import { recordProgram } from "../../../../sandbox/program/record";

const recorded = new Map<string, Promise<Snapshot>>();

/** The repository's own program for a stack; recorded once. */
export function recordedStack(stack: string): Promise<Snapshot> {
  const recording = recorded.get(stack) ?? recordStack(stack);
  recorded.set(stack, recording);
  return recording;
}

/** @param programDirectory of another copy of the program */
export async function recordStack(stack: string, programDirectory?: string): Promise<Snapshot> {
  const config = { "stepline:notificationEmails": '["on-call@stepline.internal"]' };
  const { project, accountId, region, resources } = await recordProgram({ stack, config, programDirectory });
  const reader = new AssetReader();
  const shown = resources.map(async (each): Promise<SnapshotResource> => {
    const outputs = each.type === "stepline:platform:Platform" ? { environment: each.state.environment } : {};
    const { options = {}, propertyDependencies, provider } = each;
    return { ...(await shownResource(each, reader)), options, propertyDependencies, provider, outputs };
  });
  return { project, stack, accountId, region, resources: await Promise.all(shown) };
}

/** The snapshot with some resources changed, or left out where there is nothing in their place. */
export function changed(
  snapshot: Snapshot,
  change: (resource: SnapshotResource) => SnapshotResource | undefined,
): Snapshot {
  const resources = snapshot.resources.map(change).filter((resource) => resource !== undefined);
  return { ...snapshot, resources };
}

/** As if a component had another name in the program, and its parts, which are named after it. */
export function renamed(snapshot: Snapshot, from: string, to: string): Snapshot {
  const name = (text: string): string =>
    text === from || text.startsWith(`${from}-`) ? `${to}${text.slice(from.length)}` : text;
  const urn = (text: string): string => {
    const at = text.lastIndexOf("::") + 2;
    return `${text.slice(0, at)}${name(text.slice(at))}`;
  };
  return changed(snapshot, (resource) => ({
    ...resource,
    urn: urn(resource.urn),
    name: name(resource.name),
    ...(resource.parent === undefined ? {} : { parent: urn(resource.parent) }),
    dependencies: resource.dependencies.map(urn),
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies ?? {}).map(([input, urns]) => [input, urns.map(urn)]),
    ),
  }));
}
