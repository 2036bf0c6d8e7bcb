import type { PolicyProviderResource, PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { type Properties, type Resource, UNKNOWN } from "../resource";
import { providerFacts } from "../provider-facts";

type Analyzed = Pick<ResourceValidationArgs, "urn" | "type" | "name" | "props"> & {
  readonly provider?: PolicyProviderResource;
  readonly dependencies?: readonly PolicyResource[];
  readonly propertyDependencies?: Readonly<Record<string, readonly PolicyResource[]>>;
};

/** A resource as the engine hands it to a policy. */
export function fromEngine(resource: Analyzed): Resource {
  const { urn, type, name, props, provider, dependencies = [], propertyDependencies = {} } = resource;
  const providerProperties = provider === undefined ? {} : (plain(provider.props) as Properties);
  return {
    urn,
    type,
    name,
    properties: plain(props) as Properties,
    dependencies: dependencies.map((dependency) => dependency.urn),
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([property, sources]) => [
        property,
        sources.map((source) => source.urn),
      ]),
    ),
    ...providerFacts(providerProperties, urn),
  };
}

/** CrossGuard throws where a value that is not known yet is read, at any depth: here it is UNKNOWN. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return Array.from({ length: value.length }, (_, index) => readPlain(value, index));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(Object.keys(value).map((key) => [key, readPlain(value, key)]));
}

function readPlain(holder: object, key: PropertyKey): unknown {
  try {
    return plain((holder as Record<PropertyKey, unknown>)[key]);
  } catch (error) {
    if (error instanceof Error && error.constructor.name === "UnknownValueError") {
      return UNKNOWN;
    }
    throw error;
  }
}
