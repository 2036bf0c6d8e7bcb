import { digits } from "./identifiers";

type Inputs = Readonly<Record<string, unknown>>;

interface SubnetSpec {
  readonly type: string;
  readonly name?: string;
}

/** Outputs of components that a provider builds, elsewhere: what they build inside is not seen by the program, nor recorded. */
const REMOTE: Readonly<Partial<Record<string, (urn: string, inputs: Inputs) => Inputs>>> = {
  "awsx:ec2:Vpc": (urn, inputs) => {
    const zones = Number(inputs.numberOfAvailabilityZones ?? 3);
    const specs = (inputs.subnetSpecs ?? [{ type: "Public" }, { type: "Private" }]) as readonly SubnetSpec[];
    const subnets = (type: string): readonly string[] =>
      specs
        .filter((spec) => spec.type.toLowerCase() === type)
        .flatMap((spec, index) =>
          Array.from(
            { length: zones },
            // A subnet goes by its name, or by its type: with another type it is the same, with other routes.
            (_, zone) => `subnet-${digits(`${urn}/${spec.name ?? `${type}/${index}`}/${zone}`, 17)}`,
          ),
        );
    return {
      vpcId: `vpc-${digits(urn, 17)}`,
      publicSubnetIds: subnets("public"),
      privateSubnetIds: subnets("private"),
      isolatedSubnetIds: subnets("isolated"),
    };
  },
};

/** @throws Error for a remote component whose outputs nobody wrote down. */
export function remoteOutputs(type: string, name: string, urn: string, inputs: Inputs): Inputs {
  const outputs = REMOTE[type];
  if (outputs === undefined) {
    throw new Error(
      `The sandbox does not know the outputs of the remote component "${name}" (${type}): ` +
        "add the type to sandbox/program/remote-components.ts.",
    );
  }
  return outputs(urn, inputs);
}
