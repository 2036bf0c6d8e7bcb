import { digits } from "../../program/identifiers";
import { callProviderFunction } from "../../program/provider-functions";
import { isKnownType, resourceType, type ResourceType } from "../../program/resource-types/resource-types";
import type { Account, AccountResource } from "./account";
import { checkFailures, withName } from "./check";
import { difference } from "./difference";
import { createdState, ownOutputs, plannedState, updatedState } from "./outputs";
import { type Properties, type ResourceProvider, UNKNOWN } from "./protocol";
import { publishedOutputs, publishes } from "./publishing";
import { refusalToDelete } from "./refusals";
import { type ProviderSettings, providerSettings } from "./settings";
import { refusalToCreate } from "./taken-names";

/**
 * `aws` for the engine, over an account in memory: it checks, compares, makes, reads, changes and deletes as AWS's own provider
 * does, as far as Stepline's program can tell.
 */
export class AwsProvider implements ResourceProvider {
  private readonly settings = new Map<string, ProviderSettings>();

  constructor(private readonly account: Account) {}

  public configure(connection: string, given: Properties): void {
    this.settings.set(connection, providerSettings(given, this.account));
  }

  public check({
    old,
    inputs,
    ...call
  }: Parameters<ResourceProvider["check"]>[0]): ReturnType<ResourceProvider["check"]> {
    this.account.count("check");
    if (!isKnownType(call.type)) {
      return { inputs, failures: [unknownType(call.type)] };
    }
    const type = resourceType(call.type);
    const times = this.account.timesMade(call.urn);
    const seed = times === 0 ? call.urn : `${call.urn}#${times + 1}`;
    return {
      inputs: withName({ token: call.type, type, name: call.name }, old, inputs, seed),
      failures: checkFailures(call.type, type, call.name, inputs),
    };
  }

  public diff({
    type: token,
    connection,
    ...compared
  }: Parameters<ResourceProvider["diff"]>[0]): ReturnType<ResourceProvider["diff"]> {
    this.account.count("diff");
    const type = resourceType(token);
    const found = difference({ token, type, ...compared });
    const { tagsAll } = ownOutputs(type, compared.inputs, this.of(connection));
    const tags = difference({
      token,
      type,
      state: { tagsAll: compared.state.tagsAll },
      oldInputs: {},
      inputs: { tagsAll },
    });
    return { ...found, detailed: new Map([...found.detailed, ...tags.detailed]) };
  }

  public create({
    inputs,
    preview,
    ...call
  }: Parameters<ResourceProvider["create"]>[0]): ReturnType<ResourceProvider["create"]> {
    const type = resourceType(call.type);
    const settings = this.of(call.connection);
    if (preview) {
      return { id: "", state: secrets(type, plannedState(type, inputs, settings)) };
    }
    this.account.count("create");
    this.account.failAsPlanned("create", call.type, call.name);
    const { id, state } = createdState(call, type, inputs, { account: this.account, settings });
    const region = regionOf(state, settings);
    const taken = this.account.find(call.type, id, region);
    const refusal =
      taken === undefined ? undefined : refusalToCreate(call.type, { ...named(inputs, taken), region });
    if (refusal !== undefined) {
      throw new Error(refusal);
    }
    this.account.noteMade(call.urn);
    this.account.put({ ...call, id, region, state, versions: 1 });
    return { id, state: secrets(type, state) };
  }

  public update(call: Parameters<ResourceProvider["update"]>[0]): Properties {
    const type = resourceType(call.type);
    const settings = this.of(call.connection);
    const state = updatedState(type, call.state, call, settings);
    const further = publishes(call.type, call.state, call.inputs);
    if (call.preview) {
      return secrets(type, {
        ...state,
        ...(further ? publishedOutputs(call.type, state, 0, undefined) : {}),
      });
    }
    this.account.count("update");
    this.account.failAsPlanned("update", call.type, call.name);
    const region = regionOf(state, settings);
    const existing = this.account.find(call.type, call.id, region);
    if (existing === undefined) {
      throw new Error(`updating ${call.type} (${call.id}): couldn't find resource`);
    }
    const versions = existing.versions + (further ? 1 : 0);
    const made = further
      ? publishedOutputs(call.type, state, versions, digits(`${call.urn}#${versions}`, 32))
      : {};
    this.account.put({ ...existing, state: { ...state, ...made }, versions });
    return secrets(type, { ...state, ...made });
  }

  public read({
    id,
    state,
    inputs,
    ...call
  }: Parameters<ResourceProvider["read"]>[0]): ReturnType<ResourceProvider["read"]> {
    this.account.count("read");
    const type = resourceType(call.type);
    const region = regionOf(state, this.of(call.connection));
    const found = this.account.find(call.type, id, region);
    if (found === undefined) {
      return undefined;
    }
    const asked = Object.keys(inputs).filter(
      (input) => !(input in found.state) || found.state[input] !== undefined,
    );
    const read = Object.fromEntries(asked.map((input) => [input, found.state[input] ?? inputs[input]]));
    return { state: secrets(type, found.state), inputs: read };
  }

  public delete({ id, state, ...call }: Parameters<ResourceProvider["delete"]>[0]): void {
    this.account.count("delete");
    this.account.failAsPlanned("delete", call.type, call.name);
    const region = regionOf(state, this.of(call.connection));
    const existing = this.account.find(call.type, id, region);
    if (existing === undefined || state.skipDestroy === true) {
      return;
    }
    // Whether a bucket may be emptied first is the stack's word; what protects a table is in AWS.
    const { forceDestroy } = state;
    const refusal = refusalToDelete(
      { ...existing, state: { ...existing.state, forceDestroy } },
      this.account,
    );
    if (refusal !== undefined) {
      throw new Error(refusal);
    }
    this.account.remove(existing);
  }

  public invoke(token: string, connection: string): Properties {
    this.account.count("invoke");
    return callProviderFunction(token, this.account.place(this.of(connection).region));
  }

  /** @throws Error for a connection that was never configured */
  private of(connection: string): ProviderSettings {
    const settings = this.settings.get(connection);
    if (settings === undefined) {
      throw new Error(`The provider on connection ${connection} was asked before it was configured.`);
    }
    return settings;
  }
}

function unknownType(type: string): string {
  return `The harness does not know ${type}: add it to sandbox/program/computed-outputs.ts, then run sandbox/program/resource-types/generate.ts.`;
}

/** What the provider's schema calls sensitive is secret in the state, whatever the program says. */
function secrets(type: ResourceType, state: Properties): Properties {
  return Object.fromEntries(
    Object.entries(state).map(([property, value]) => [
      property,
      property in type.inputs &&
      type.inputs[property].secret === true &&
      value !== UNKNOWN &&
      value !== undefined
        ? secret(value)
        : value,
    ]),
  );
}

/** Of Pulumi's wire format. */
function secret(value: unknown): unknown {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

/** A resource may be elsewhere than its provider. */
function regionOf({ region }: Properties, settings: ProviderSettings): string {
  return typeof region === "string" ? region : settings.region;
}

/** What a message says of the resource that is there already. */
function named(
  inputs: Properties,
  { id, state }: AccountResource,
): { readonly name: string; readonly arn?: string } {
  const { name, bucket, url } = inputs;
  const given = [name, bucket, url].find((each) => typeof each === "string");
  return { name: given ?? id, ...(typeof state.arn === "string" ? { arn: state.arn } : {}) };
}
