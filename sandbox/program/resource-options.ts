import type { ResourceAlias, ResourceOptions } from "../types";

/** The parts of the engine's request that are options. */
export interface OptionsRequest {
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getDeletebeforereplace(): boolean;
  getIgnorechangesList(): string[];
  getReplaceonchangesList(): string[];
  getAliasesList(): AliasRequest[];
  /** Of SDKs that resolve aliases by themselves. */
  getAliasurnsList(): string[];
}

interface AliasRequest {
  getUrn(): string;
  getSpec(): AliasSpec | undefined;
}

interface AliasSpec {
  getName(): string;
  getType(): string;
  getStack(): string;
  getProject(): string;
  hasParenturn(): boolean;
  getParenturn(): string;
  getNoparent(): boolean;
}

/** What a program asks of the engine for one resource, as the SDK sends it; undefined when it asks for nothing. */
export function resourceOptions(request: OptionsRequest): ResourceOptions | undefined {
  const ignoreChanges = request.getIgnorechangesList();
  const replaceOnChanges = request.getReplaceonchangesList();
  const aliases = [
    ...request.getAliasesList().map(resourceAlias),
    ...request.getAliasurnsList().map((urn) => ({ urn })),
  ];
  const options: ResourceOptions = {
    ...(request.getProtect() ? { protect: true } : {}),
    ...(request.getRetainondelete() ? { retainOnDelete: true } : {}),
    ...(request.getDeletebeforereplace() ? { deleteBeforeReplace: true } : {}),
    ...(ignoreChanges.length === 0 ? {} : { ignoreChanges }),
    ...(replaceOnChanges.length === 0 ? {} : { replaceOnChanges }),
    ...(aliases.length === 0 ? {} : { aliases }),
  };
  return Object.keys(options).length === 0 ? undefined : options;
}

/** An empty text stands for what the alias says nothing about. */
function resourceAlias(alias: AliasRequest): ResourceAlias {
  const spec = alias.getSpec();
  if (spec === undefined) {
    return { urn: alias.getUrn() };
  }
  const texts = {
    name: spec.getName(),
    type: spec.getType(),
    stack: spec.getStack(),
    project: spec.getProject(),
    parentUrn: spec.hasParenturn() ? spec.getParenturn() : "",
  };
  const said = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
  return spec.getNoparent() ? { ...said, noParent: true } : said;
}
