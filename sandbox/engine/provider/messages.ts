import * as grpc from "@grpc/grpc-js";
import type { Properties } from "./protocol";

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call,
   @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-return,
   @typescript-eslint/no-require-imports -- Pulumi's generated protocol classes have no types: they stay in this file. */
const provider: any = require("@pulumi/pulumi/proto/provider_pb");
const { ResourceProviderService }: any = require("@pulumi/pulumi/proto/provider_grpc_pb");
const { PluginInfo }: any = require("@pulumi/pulumi/proto/plugin_pb");
const resource: any = require("@pulumi/pulumi/proto/resource_pb");
const { ResourceMonitorClient }: any = require("@pulumi/pulumi/proto/resource_grpc_pb");
const { Empty }: any = require("google-protobuf/google/protobuf/empty_pb");
const { Struct }: any = require("google-protobuf/google/protobuf/struct_pb");

/** Messages that are written here, by the name of their class. */
const CLASSES = {
  Empty,
  PluginInfo,
  CheckFailure: provider.CheckFailure,
  CheckResponse: provider.CheckResponse,
  ConfigureResponse: provider.ConfigureResponse,
  ConstructResponse: provider.ConstructResponse,
  CreateResponse: provider.CreateResponse,
  DiffResponse: provider.DiffResponse,
  InvokeResponse: provider.InvokeResponse,
  PropertyDiff: provider.PropertyDiff,
  ProviderHandshakeResponse: provider.ProviderHandshakeResponse,
  ReadResponse: provider.ReadResponse,
  UpdateResponse: provider.UpdateResponse,
  OutputDependencies: provider.ConstructResponse.PropertyDependencies,
  PropertyDependencies: resource.RegisterResourceRequest.PropertyDependencies,
  RegisterResourceOutputsRequest: resource.RegisterResourceOutputsRequest,
  RegisterResourceRequest: resource.RegisterResourceRequest,
  ResourceInvokeRequest: resource.ResourceInvokeRequest,
};

/** A message of Pulumi's protocol, as its library makes it. */
export type WireMessage = { readonly wire: unique symbol };

/** The service that providers implement. */
export const providerService = ResourceProviderService as grpc.ServiceDefinition;

/** Whether something changes, and how: the protocol's numbers. */
export const DIFF_CHANGES = provider.DiffResponse.DiffChanges as Readonly<
  Record<"DIFF_UNKNOWN" | "DIFF_NONE" | "DIFF_SOME", number>
>;
export const DIFF_KINDS = provider.PropertyDiff.Kind as Readonly<Record<string, number>>;

/**
 * Writes a message.
 *
 * @param fields Named as the class's setters are: `Deletebeforereplace`, `ReplacesList`. A map goes into a field that is one;
 * an object is properties.
 */
export function message(
  name: keyof typeof CLASSES,
  fields: Readonly<Record<string, unknown>> = {},
): WireMessage {
  const written = new CLASSES[name]();
  for (const [field, value] of Object.entries(fields)) {
    if (value instanceof Map) {
      value.forEach((member, key) => written[`get${field}Map`]().set(key, member));
    } else {
      written[`set${field}`](isProperties(value) ? struct(value) : value);
    }
  }
  return written;
}

/** Reads a message: fields are named as the class's getters are. */
export class ReadMessage {
  constructor(private readonly wire: any) {}

  public text(field: string): string {
    return this.wire[`get${field}`]();
  }

  public flag(field: string): boolean {
    return this.wire[`get${field}`]();
  }

  public texts(field: string): readonly string[] {
    return this.wire[`get${field}List`]();
  }

  /** Properties that aren't there are none. */
  public properties(field: string): Properties {
    return this.wire[`get${field}`]()?.toJavaScript() ?? {};
  }

  public textMap(field: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.wire[`get${field}Map`]().toObject());
  }
}

/** Calls the engine's resource monitor. */
export class MonitorClient {
  private readonly client: any;

  constructor(address: string) {
    this.client = new ResourceMonitorClient(address, grpc.credentials.createInsecure());
  }

  public async call(
    method: "registerResource" | "registerResourceOutputs" | "invoke",
    request: WireMessage,
  ): Promise<ReadMessage> {
    return await new Promise((resolve, reject) => {
      this.client[method](request, (error: Error | null, response: unknown) => {
        if (error === null) {
          resolve(new ReadMessage(response));
        } else {
          reject(error);
        }
      });
    });
  }

  public close(): void {
    this.client.close();
  }
}

function isProperties(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Members that are nothing can't be written: they are left out. */
function struct(properties: Properties): unknown {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)));
}
