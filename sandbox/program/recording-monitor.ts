import * as pulumi from "@pulumi/pulumi";
import type { RecordedResource } from "../types";
import { computedOutputs } from "./computed-outputs";
import { digits, type RecordedPlace } from "./identifiers";
import { callProviderFunction } from "./provider-functions";
import { remoteOutputs } from "./remote-components";
import { type OptionsRequest, resourceOptions } from "./resource-options";
import { plain, secretPaths, secretsOf } from "./secrets";

type Inputs = Readonly<Record<string, unknown>>;
type Struct = Parameters<typeof pulumi.runtime.deserializeProperties>[0] & { toJavaScript(): unknown };
type Callback = (error: Error | null, response: unknown) => void;

/** The parts of the engine's requests that are read here. */
interface RegisterResourceRequest extends OptionsRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getRemote(): boolean;
  getObject(): Struct;
  getDependenciesList(): string[];
  getPropertydependenciesMap(): PropertyDependencies;
  /** `<URN>::<id>`, or nothing. */
  getProvider(): string;
}

/** By input. */
interface PropertyDependencies {
  toArray(): [string, [urns: string[]]][];
}

/**
 * Stands in for Pulumi's engine: answers what the program asks, and keeps every resource it registers, with parent,
 * dependencies and options, in the order of registration. Pulumi's own mocks tell neither.
 */
export class RecordingMonitor {
  /** What could not be answered. The program went on with nothing in its place. */
  public readonly failures: Error[] = [];
  private readonly recorded = new Map<string, RecordedResource>();

  constructor(
    private readonly place: RecordedPlace,
    private readonly project: string,
    private readonly stack: string,
  ) {}

  public get resources(): readonly RecordedResource[] {
    return [...this.recorded.values()];
  }

  public async registerResource(request: RegisterResourceRequest, callback: Callback): Promise<void> {
    const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
    const urn = this.urn(parent, type, name);
    const secretInputs = secretPaths(request.getObject());
    const wrapped = pulumi.runtime.deserializeProperties(request.getObject()) as Inputs;
    const inputs = plain(wrapped) as Inputs;
    const options = resourceOptions(request);
    const computed = this.noting({ id: "" }, () => this.compute(request, urn, inputs));
    const state = { ...inputs, ...computed.outputs };
    if (this.recorded.has(urn)) {
      this.failures.push(new Error(`Two resources have the URN ${urn}: give one of them another name.`));
    }
    this.recorded.set(urn, {
      urn,
      type,
      name,
      inputs,
      state,
      id: computed.id,
      custom: request.getCustom(),
      ...(parent === "" ? {} : { parent }),
      dependencies: request.getDependenciesList(),
      ...origins(request),
      ...(secretInputs.length === 0 ? {} : { secretInputs }),
      ...(options === undefined ? {} : { options }),
    });
    const object = await struct({ ...state, ...secretsOf(wrapped, state) });
    callback(null, {
      getUrn: () => urn,
      getId: () => computed.id,
      getObject: () => object,
      getPropertydependenciesMap: () => undefined,
      getResult: () => 0,
    });
  }

  public registerResourceOutputs(
    request: { getUrn(): string; getOutputs(): Struct | undefined },
    callback: Callback,
  ): void {
    const resource = this.recorded.get(request.getUrn());
    const outputs = request.getOutputs();
    if (resource !== undefined && outputs !== undefined) {
      const state = plain(pulumi.runtime.deserializeProperties(outputs)) as Inputs;
      const secretOutputs = secretPaths(outputs);
      this.recorded.set(resource.urn, {
        ...resource,
        state: { ...resource.state, ...state },
        ...(secretOutputs.length === 0 ? {} : { secretOutputs }),
      });
    }
    callback(null, {});
  }

  public async invoke(request: { getTok(): string }, callback: Callback): Promise<void> {
    const answer = this.noting({}, () => callProviderFunction(request.getTok(), this.place));
    const result = await struct(answer);
    callback(null, { getReturn: () => result, getFailuresList: () => [] });
  }

  public readResource(request: { getType(): string; getName(): string }, callback: Callback): void {
    callback(
      new Error(
        `The program reads "${request.getName()}" (${request.getType()}), which it does not declare: ` +
          "the sandbox has only what the program declares.",
      ),
      undefined,
    );
  }

  public supportsFeature(request: { getId(): string }, callback: Callback): void {
    // Without output values, inputs arrive as plain data: nothing is unknown here.
    const supported = request.getId() !== "outputValues";
    callback(null, { getHassupport: () => supported });
  }

  public registerPackage(_request: unknown, callback: Callback): void {
    callback(null, { getRef: () => "package" });
  }

  private compute(
    request: RegisterResourceRequest,
    urn: string,
    inputs: Inputs,
  ): { id: string; outputs?: Inputs } {
    const [type, name] = [request.getType(), request.getName()];
    if (request.getRemote()) {
      return { id: "", outputs: remoteOutputs(type, name, urn, inputs) };
    }
    if (!request.getCustom()) {
      return { id: "" };
    }
    const text = (input: string): string => {
      const value = inputs[input];
      if (typeof value !== "string") {
        throw new Error(`"${name}" (${type}) has no ${input}: the sandbox needs it to name the resource.`);
      }
      return value;
    };
    const physicalName = (input = "name"): string => {
      const given = inputs[input];
      return typeof given === "string" ? given : `${name}-${digits(urn, 7)}`;
    };
    return computedOutputs(type, { place: this.place, name, urn, inputs, physicalName, text });
  }

  /** As the engine makes it: the types of all ancestors but the stack, joined by `$`. */
  private urn(parent: string, type: string, name: string): string {
    const parentType = parent.split("::").at(2) ?? STACK_TYPE;
    const qualifiedType = parentType === STACK_TYPE ? type : `${parentType}$${type}`;
    return [`urn:pulumi:${this.stack}`, this.project, qualifiedType, name].join("::");
  }

  private noting<T>(otherwise: T, work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.failures.push(error as Error);
      return otherwise;
    }
  }
}

/** Where a resource's inputs come from, and who makes it. */
function origins(
  request: RegisterResourceRequest,
): Pick<RecordedResource, "propertyDependencies" | "provider"> {
  const dependencies = request
    .getPropertydependenciesMap()
    .toArray()
    .filter(([, [urns]]) => urns.length > 0)
    .map(([input, [urns]]): [string, readonly string[]] => [input, [...urns].sort()]);
  const provider = request.getProvider().split("::").slice(0, -1).join("::");
  return {
    ...(dependencies.length === 0 ? {} : { propertyDependencies: Object.fromEntries(dependencies) }),
    ...(provider === "" ? {} : { provider }),
  };
}

const STACK_TYPE = "pulumi:pulumi:Stack";

/** What the runtime reads of a protobuf structure. */
async function struct(values: Inputs): Promise<{ toJavaScript(): unknown }> {
  const serialized: unknown = await pulumi.runtime.serializeProperties("", values);
  return { toJavaScript: () => serialized };
}
