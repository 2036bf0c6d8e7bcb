import type { RecordedProgram } from "../sandbox/types";
import { providerFacts } from "./provider-facts";
import type { Resource } from "./resource";

/** The resources of a program that was evaluated without an engine: everything is known. */
export function fromRecording({ resources }: RecordedProgram): readonly Resource[] {
  const provider = resources.find(({ type }) => type === "pulumi:providers:aws")?.inputs ?? {};
  return resources.map(({ urn, type, name, state, id, dependencies }) => ({
    urn,
    type,
    name,
    properties: { ...state, id },
    dependencies,
    ...providerFacts(provider, urn),
  }));
}
