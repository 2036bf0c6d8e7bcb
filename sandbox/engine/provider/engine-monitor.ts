import { message, MonitorClient, type WireMessage } from "./messages";
import { type Monitor, type Registration, UNKNOWN } from "./protocol";

/**
 * The engine, for a component that is constructed.
 *
 * @param preview What isn't made yet has no id then: it is unknown.
 */
export function engineMonitor(client: MonitorClient, preview: boolean): Monitor {
  return {
    async register(registration) {
      const response = await client.call("registerResource", registrationRequest(registration));
      const id = response.text("Id");
      return { urn: response.text("Urn"), id: id === "" && preview ? UNKNOWN : id };
    },
    async registerOutputs(urn, outputs) {
      const request = message("RegisterResourceOutputsRequest", { Urn: urn, Outputs: outputs });
      await client.call("registerResourceOutputs", request);
    },
    async invoke(token, args, provider = "") {
      const request = message("ResourceInvokeRequest", { Tok: token, Args: args, Provider: provider });
      return (await client.call("invoke", request)).properties("Return");
    },
  };
}

function registrationRequest(registration: Registration): WireMessage {
  const { type, name, parent, custom, inputs, provider, providers, aliases } = registration;
  const dependencies = Object.entries(registration.propertyDependencies ?? {});
  return message("RegisterResourceRequest", {
    Type: type,
    Name: name,
    Parent: parent,
    Custom: custom,
    Object: inputs,
    Provider: provider ?? "",
    Providers: new Map(Object.entries(providers ?? {})),
    DependenciesList: registration.dependencies ?? [],
    Propertydependencies: new Map(
      dependencies.map(([input, urns]) => [input, message("PropertyDependencies", { UrnsList: urns })]),
    ),
    AliasurnsList: aliases ?? [],
    Acceptsecrets: true,
    Acceptresources: true,
    Supportspartialvalues: true,
  });
}
