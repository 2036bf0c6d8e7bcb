import assert from "node:assert/strict";

import { Network, type NetworkArgs } from "../../components/network";
import { named, ofType, record, type Recording } from "../pulumi-mocks";
import { keyArn, names } from "./fixtures";

const make = (args: Omit<NetworkArgs, "names"> = {}): Promise<Recording> =>
  record(() => {
    const { vpcId, subnetIds } = new Network("net", { names, ...args });
    return { vpcId, subnetIds };
  });

describe("Network", () => {
  it("makes three isolated subnets with an S3 endpoint and no NAT gateway", async () => {
    const recording = await make();
    assert.deepEqual(named(recording, "net-vpc").inputs, {
      cidrBlock: "10.40.0.0/20",
      numberOfAvailabilityZones: 3,
      enableDnsHostnames: true,
      subnetStrategy: "Auto",
      subnetSpecs: [{ type: "Isolated", name: "warehouse", cidrMask: 24 }],
      natGateways: { strategy: "None" },
      vpcEndpointStrategy: "Auto",
      vpcEndpointSpecs: [{ serviceName: "com.amazonaws.eu-west-1.s3", vpcEndpointType: "Gateway" }],
      tags: { Name: "stepline-dev" },
    });
    assert.deepEqual(recording.outputs, {
      vpcId: "vpc-made",
      subnetIds: ["subnet-isolated-a", "subnet-isolated-b", "subnet-isolated-c"],
    });
  });

  it("puts the warehouse into private subnets when NAT gateways are asked for", async () => {
    const recording = await make({ natGateways: "Single" });
    const { natGateways, subnetSpecs } = named(recording, "net-vpc").inputs;
    assert.deepEqual(natGateways, { strategy: "Single" });
    assert.deepEqual(
      (subnetSpecs as { type: string }[]).map((spec) => spec.type),
      ["Private", "Public"],
    );
    assert.deepEqual((recording.outputs as { subnetIds: unknown }).subnetIds, [
      "subnet-private-a",
      "subnet-private-b",
      "subnet-private-c",
    ]);
  });

  it("empties the default security group and lets nothing into the warehouse's", async () => {
    const recording = await make();
    assert.deepEqual(named(recording, "net-default-group").inputs, {
      vpcId: "vpc-made",
      ingress: [],
      egress: [],
    });
    const group = named(recording, "net-warehouse-group").inputs;
    assert.deepEqual([group.vpcId, group.ingress], ["vpc-made", []]);
    assert.deepEqual(
      (group.egress as { fromPort: number }[]).map((rule) => rule.fromPort),
      [443],
    );
  });

  it("makes nothing but the warehouse's group in a VPC that is brought along", async () => {
    const subnetIds = ["subnet-1", "subnet-2", "subnet-3"];
    const recording = await make({ existing: { vpcId: "vpc-theirs", subnetIds }, flowLogs: undefined });
    assert.deepEqual(
      recording.resources.filter((resource) => resource.custom).map((resource) => resource.name),
      ["net-warehouse-group"],
    );
    assert.deepEqual(recording.outputs, { vpcId: "vpc-theirs", subnetIds });
  });

  it("records traffic to an encrypted log group by a role that only flow logs of the account may use", async () => {
    const recording = await make({ flowLogs: { retentionDays: 400, kmsKeyArn: keyArn } });
    assert.deepEqual(named(recording, "net-flow-logs").inputs, {
      name: "/aws/vpc/stepline-dev-flow-logs",
      retentionInDays: 400,
      kmsKeyId: keyArn,
    });
    assert.equal(named(recording, "net-flow-log").inputs.trafficType, "ALL");
    assert.match(
      named(recording, "net-flow-logs-role").inputs.assumeRolePolicy as string,
      /"aws:SourceArn":\["arn:aws:ec2:eu-west-1:111122223333:vpc-flow-log\/\*"\]/,
    );
    assert.deepEqual(ofType(await make(), "aws:ec2/flowLog:FlowLog"), []);
  });
});
