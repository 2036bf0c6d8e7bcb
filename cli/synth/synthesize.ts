import type { RecordedProgram } from "../../sandbox/types";
import { AssetReader } from "./asset-contents";
import { bundles, gzipBytes } from "./bundles";
import { contractFiles } from "./contract-files";
import { FileNames } from "./file-names";
import { byText, sortedJson } from "./json";
import { roleFiles } from "./role-files";
import { shown, shownResource, type ShownResource } from "./shown-resource";
import { workflowFiles } from "./workflow-files";

/** What a program declares, as files: their paths, with `/`, and texts. */
export interface Synthesis {
  readonly files: ReadonlyMap<string, string>;
  readonly counts: {
    readonly resources: number;
    readonly workflows: number;
    readonly roles: number;
    readonly contracts: number;
    readonly bundles: number;
  };
  /** Of all bundles together. `gzip` depends on Node's zlib: to be told, not to be written down. */
  readonly bundleBytes: { readonly raw: number; readonly gzip: number };
}

/**
 * Writes down a recorded program. The same program gives the same bytes, on any machine and at any time.
 *
 * @throws Error naming the resource whose inputs are not what its type's are.
 */
export async function synthesize(program: RecordedProgram): Promise<Synthesis> {
  const reader = new AssetReader();
  const resources = await shownResources(program, reader);
  const names = new FileNames();
  const workflows = workflowFiles(resources, names);
  const roles = roleFiles(resources, names);
  const contracts = contractFiles(resources, names);
  const all = await bundles(program, reader);
  const files = new Map<string, string>([
    ["bundles.json", sortedJson(all.map(({ bundle }) => bundle))],
    ["outputs.json", sortedJson(await shownOutputs(program, reader))],
    ["resources.json", sortedJson(resources)],
    ...workflows,
    ...roles,
    ...contracts.flatMap(({ files: ofContract }) => ofContract),
  ]);
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
  return {
    files: new Map([...files].sort(([one], [other]) => byText(one, other))),
    counts: {
      resources: resources.length,
      workflows: workflows.length,
      roles: roles.length,
      contracts: contracts.length,
      bundles: all.length,
    },
    bundleBytes: {
      raw: sum(all.map(({ bundle }) => bundle.bytes)),
      gzip: await gzipBytes(all),
    },
  };
}

async function shownResources(
  { resources }: RecordedProgram,
  reader: AssetReader,
): Promise<readonly ShownResource[]> {
  const all = await Promise.all(resources.map((resource) => shownResource(resource, reader)));
  return all.sort((one, other) => byText(one.urn, other.urn));
}

const STACK_TYPE = "pulumi:pulumi:Stack";

/** The stack's outputs; a program without any has none registered. */
async function shownOutputs({ resources }: RecordedProgram, reader: AssetReader): Promise<unknown> {
  const stack = resources.find(({ type }) => type === STACK_TYPE);
  return await shown(stack?.state ?? {}, stack?.secretOutputs ?? [], reader);
}
