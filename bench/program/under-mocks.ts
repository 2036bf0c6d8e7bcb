import * as pulumi from "@pulumi/pulumi";

/**
 * Evaluates a Pulumi program with every resource answered in memory, and prints how many there were: `node <this> <program> <N>`,
 * where the program's file exports `run(count)`. The same for ours and for the flat one.
 */
async function main([file, count]: readonly string[]): Promise<void> {
  let resources = 0;
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => {
        resources += 1;
        const given = inputs as Record<string, unknown>;
        return {
          id: `${name}-id`,
          state: { name, ...given, arn: `arn:aws:mock:::${name}`, keyId: name, ...listedZones(given) },
        };
      },
      call: ({ token }) =>
        token.includes("getCallerIdentity")
          ? { accountId: "111122223333", arn: "arn:aws:iam::111122223333:root", userId: "x" }
          : { region: "eu-west-1", name: "eu-west-1", partition: "aws", names: ["a", "b", "c"] },
    },
    "stepline",
    "dev",
    false,
  );
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the program is an argument, compiled beforehand.
  const { run } = require(file) as { run: (count: number) => unknown };
  await pulumi.runtime.runInPulumiStack(async () => {
    await run(Number(count));
    return {};
  });
  await pulumi.runtime.disconnect();
  process.stdout.write(`resources=${resources}\n`);
}

/** What awsx's VPC gives back: three subnets a kind. */
function listedZones(inputs: Record<string, unknown>): Record<string, unknown> {
  return "numberOfAvailabilityZones" in inputs || "availabilityZoneNames" in inputs
    ? { vpcId: "vpc", privateSubnetIds: ["a", "b", "c"], isolatedSubnetIds: ["a", "b", "c"] }
    : {};
}

void main(process.argv.slice(2));
