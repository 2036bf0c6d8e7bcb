import { computedOutputs } from "../../program/computed-outputs";
import { digits } from "../../program/identifiers";
import type { ResourceType } from "../../program/resource-types/resource-types";
import type { Account } from "./account";
import { DEFAULTS } from "./check";
import type { ProviderSettings } from "./settings";
import { type Properties, type ResourceCall, UNKNOWN } from "./protocol";

export interface Place {
  readonly account: Account;
  readonly settings: ProviderSettings;
}

/** A resource as AWS makes it: the id, and inputs with what AWS adds, as the sandbox's recorder has it. */
export function createdState(
  { urn, type: token, name }: ResourceCall,
  type: ResourceType,
  inputs: Properties,
  { account, settings }: Place,
): { readonly id: string; readonly state: Properties } {
  const text = (input: string): string => {
    const value = inputs[input];
    if (typeof value !== "string") {
      throw new Error(`"${name}" (${token}) has no ${input}, which its id is made of.`);
    }
    return value;
  };
  const times = account.timesMade(urn);
  // AWS never makes the same id twice.
  const seed = times === 0 ? urn : `${urn}#${times + 1}`;
  const { id, outputs } = computedOutputs(token, {
    place: account.place(settings.region),
    name,
    urn: seed,
    inputs,
    text,
    physicalName: (input = "name") =>
      typeof inputs[input] === "string" ? inputs[input] : `${name}-${digits(seed, 7)}`,
  });
  return { id, state: { ...ownOutputs(type, inputs, settings), ...outputs } };
}

/** A resource before it is made: what AWS adds is not known, but for what the provider itself decides. */
export function plannedState(type: ResourceType, inputs: Properties, settings: ProviderSettings): Properties {
  const unknown = Object.fromEntries(type.computed.map((property) => [property, UNKNOWN]));
  return { ...unknown, ...ownOutputs(type, inputs, settings) };
}

/** A resource that is changed in place keeps what AWS gave it. */
export function updatedState(
  type: ResourceType,
  state: Properties,
  { oldInputs, inputs }: { readonly oldInputs: Properties; readonly inputs: Properties },
  settings: ProviderSettings,
): Properties {
  const dropped = Object.keys(oldInputs).filter((property) => !(property in inputs));
  const kept = Object.entries(state).filter(([property]) => !dropped.includes(property));
  return { ...Object.fromEntries(kept), ...ownOutputs(type, inputs, settings) };
}

/** Inputs, and the two outputs that the provider decides: the region and all tags. */
export function ownOutputs(type: ResourceType, inputs: Properties, settings: ProviderSettings): Properties {
  const given = Object.fromEntries(Object.entries(inputs).filter(([property]) => property !== DEFAULTS));
  return {
    ...given,
    ...(type.computed.includes("region") ? { region: given.region ?? settings.region } : {}),
    ...(type.computed.includes("tagsAll") ? { tagsAll: allTags(given.tags, settings) } : {}),
  };
}

function allTags(tags: unknown, { defaultTags }: ProviderSettings): unknown {
  return tags === UNKNOWN
    ? UNKNOWN
    : { ...defaultTags, ...(tags as Readonly<Record<string, string>> | undefined) };
}
