import type {
  ComponentProvider,
  ConstructCall,
  Constructed,
  Properties,
  Registered,
  Registration,
} from "./protocol";

interface SubnetSpec {
  readonly type: string;
  readonly name?: string;
  readonly cidrMask?: number;
}

interface VpcInputs {
  readonly cidrBlock?: string;
  readonly numberOfAvailabilityZones?: number;
  readonly enableDnsHostnames?: boolean;
  readonly subnetSpecs?: readonly SubnetSpec[];
  readonly natGateways?: { readonly strategy?: "None" | "Single" | "OnePerAz" };
  readonly vpcEndpointSpecs?: readonly { readonly serviceName: string; readonly vpcEndpointType?: string }[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** `awsx` for the engine: of its components it has the one that Stepline's program declares. */
export const awsxProvider: ComponentProvider = {
  async construct(call) {
    if (call.type !== "awsx:ec2:Vpc") {
      throw new Error(`The harness does not know ${call.type}: add it to sandbox/engine/provider.`);
    }
    return await constructVpc(call);
  },
};

/**
 * `awsx.ec2.Vpc` with the resources that awsx makes in it, named and parented as there (awsx/ec2/vpc.ts): the VPC, an internet
 * gateway, and in every zone its subnets with a route table each, NAT gateways and routes as asked for, then the endpoints,
 * which the strategy `Auto` ties to all route tables. Its outputs are the ids; those that are resources are left out.
 */
async function constructVpc(call: ConstructCall): Promise<Constructed> {
  const component = await call.monitor.register({
    type: call.type,
    name: call.name,
    parent: call.parent,
    custom: false,
    inputs: call.inputs,
    providers: call.providers,
    aliases: call.aliases,
  });
  const { vpc, subnets } = await new VpcParts(call, call.inputs, component.urn).make();
  const ofType = (wanted: string): readonly Registered[] =>
    subnets.filter(({ type }) => type === wanted).map(({ registered }) => registered);
  const outputs: Readonly<Record<string, readonly Registered[]>> = {
    publicSubnetIds: ofType("public"),
    privateSubnetIds: ofType("private"),
    isolatedSubnetIds: ofType("isolated"),
  };
  const each = <T>(read: (made: Registered) => T): Readonly<Record<string, readonly T[]>> =>
    Object.fromEntries(Object.entries(outputs).map(([output, made]) => [output, made.map(read)]));
  const state = { vpcId: vpc.id, ...each(({ id }) => id) };
  await call.monitor.registerOutputs(component.urn, state);
  return { urn: component.urn, state, dependencies: { vpcId: [vpc.urn], ...each(({ urn }) => urn) } };
}

interface Subnet {
  readonly type: string;
  readonly zone: number;
  readonly name: string;
  readonly registered: Registered;
  readonly table: Registered;
}

class VpcParts {
  private readonly tags: Readonly<Record<string, string>>;

  constructor(
    private readonly call: ConstructCall,
    private readonly inputs: VpcInputs,
    private readonly component: string,
  ) {
    this.tags = { Name: call.name, ...inputs.tags };
  }

  public async make(): Promise<{ readonly vpc: Registered; readonly subnets: readonly Subnet[] }> {
    const { name } = this.call;
    const { cidrBlock = "10.0.0.0/16", enableDnsHostnames } = this.inputs;
    const vpc = await this.register("vpc:Vpc", name, this.component, {
      inputs: {
        cidrBlock,
        tags: this.tags,
        ...(enableDnsHostnames === undefined ? {} : { enableDnsHostnames }),
      },
    });
    const gateway = await this.register("internetGateway:InternetGateway", name, vpc.urn, {
      inputs: { tags: this.tags },
      from: { vpcId: vpc },
    });
    const subnets: Subnet[] = [];
    for (const [zone, zoneName] of (await this.zones()).entries()) {
      for (const [index, spec] of this.specs().entries()) {
        subnets.push(await this.subnet(vpc, spec, { zone, zoneName, index }));
      }
    }
    await this.routes(subnets, gateway);
    await this.endpoints(vpc, subnets);
    return { vpc, subnets };
  }

  private specs(): readonly SubnetSpec[] {
    return this.inputs.subnetSpecs ?? [{ type: "Private" }, { type: "Public" }];
  }

  private async zones(): Promise<readonly string[]> {
    const { names } = await this.call.monitor.invoke(
      "aws:index/getAvailabilityZones:getAvailabilityZones",
      {},
      this.call.providers.aws,
    );
    return (names as readonly string[]).slice(0, this.inputs.numberOfAvailabilityZones ?? 3);
  }

  private async subnet(
    vpc: Registered,
    spec: SubnetSpec,
    { zone, zoneName, index }: { readonly zone: number; readonly zoneName: string; readonly index: number },
  ): Promise<Subnet> {
    const type = spec.type.toLowerCase();
    const name = `${this.call.name}-${spec.name ?? type}-${zone + 1}`;
    const tags = { ...this.tags, Name: name, SubnetType: spec.type };
    const registered = await this.register("subnet:Subnet", name, vpc.urn, {
      inputs: {
        availabilityZone: zoneName,
        cidrBlock: subnetBlock(this.inputs.cidrBlock ?? "10.0.0.0/16", zone, index, spec.cidrMask ?? 24),
        mapPublicIpOnLaunch: type === "public",
        tags,
      },
      from: { vpcId: vpc },
    });
    const table = await this.register("routeTable:RouteTable", name, registered.urn, {
      inputs: { tags },
      from: { vpcId: vpc },
    });
    await this.register("routeTableAssociation:RouteTableAssociation", name, table.urn, {
      from: { routeTableId: table, subnetId: registered },
    });
    return { type, zone, name, registered, table };
  }

  private async routes(subnets: readonly Subnet[], gateway: Registered): Promise<void> {
    const strategy = this.inputs.natGateways?.strategy ?? "OnePerAz";
    const nats: Registered[] = [];
    const everywhere = { destinationCidrBlock: "0.0.0.0/0" };
    for (const { name, zone, registered, table } of subnets.filter(({ type }) => type === "public")) {
      if (strategy === "OnePerAz" || (strategy === "Single" && zone === 0)) {
        const natName = `${this.call.name}-${zone + 1}`;
        const tags = { ...this.inputs.tags, Name: natName };
        const eip = await this.register("eip:Eip", natName, registered.urn, { inputs: { tags } });
        nats.push(
          await this.register("natGateway:NatGateway", natName, registered.urn, {
            inputs: { tags },
            from: { subnetId: registered, allocationId: eip },
          }),
        );
      }
      const from = { routeTableId: table, gatewayId: gateway };
      await this.register("route:Route", name, table.urn, { inputs: everywhere, from });
    }
    for (const { name, zone, table } of subnets.filter(({ type }) => type === "private" && nats.length > 0)) {
      const from = { routeTableId: table, natGatewayId: nats[zone] ?? nats[0] };
      await this.register("route:Route", name, table.urn, { inputs: everywhere, from });
    }
  }

  private async endpoints(vpc: Registered, subnets: readonly Subnet[]): Promise<void> {
    for (const { serviceName, vpcEndpointType } of this.inputs.vpcEndpointSpecs ?? []) {
      await this.register("vpcEndpoint:VpcEndpoint", serviceName, vpc.urn, {
        inputs: {
          serviceName,
          ...(vpcEndpointType === undefined ? {} : { vpcEndpointType }),
          ...(vpcEndpointType === "Gateway" ? { routeTableIds: subnets.map(({ table }) => table.id) } : {}),
        },
        from: { vpcId: vpc },
        dependencies: subnets.map(({ table }) => table.urn),
      });
    }
  }

  /** @param options.from Input -> the resource whose id it takes. */
  private async register(
    type: string,
    name: string,
    parent: string,
    options: {
      readonly inputs?: Properties;
      readonly from?: Readonly<Record<string, Registered>>;
      readonly dependencies?: readonly string[];
    },
  ): Promise<Registered> {
    const from = Object.entries(options.from ?? {});
    const registration: Registration = {
      type: `aws:ec2/${type}`,
      name,
      parent,
      custom: true,
      provider: this.call.providers.aws,
      inputs: { ...options.inputs, ...Object.fromEntries(from.map(([input, { id }]) => [input, id])) },
      dependencies: [...new Set([...from.map(([, { urn }]) => urn), ...(options.dependencies ?? [])])],
      propertyDependencies: Object.fromEntries(from.map(([input, { urn }]) => [input, [urn]])),
    };
    return await this.call.monitor.register(registration);
  }
}

/** Every zone has a quarter of the network, as awsx divides it among three; its subnets follow each other in there. */
function subnetBlock(block: string, zone: number, index: number, mask: number): string {
  const [address, size] = block.split("/");
  const start = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const quarter = 2 ** (32 - Number(size) - 2);
  const subnet = start + zone * quarter + index * 2 ** (32 - mask);
  return `${[24, 16, 8, 0].map((bits) => Math.floor(subnet / 2 ** bits) % 256).join(".")}/${mask}`;
}
