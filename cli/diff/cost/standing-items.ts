import type { Snapshot, SnapshotResource } from "../snapshot";
import { type CostItem, fixed } from "./cost-item";
import { HOURS_A_MONTH, PRICES } from "./price-table";

/** What a stack costs while nothing runs. */
export function standingItems({ resources }: Snapshot): readonly CostItem[] {
  const ofType = (type: string): readonly SnapshotResource[] =>
    resources.filter((resource) => resource.type === type);
  const counted = (item: string, count: number, price: number, one: string): CostItem[] =>
    count === 0
      ? []
      : [{ item, cost: fixed(count * price), basis: [`${count} ${one}${count === 1 ? "" : "s"}`] }];
  const alarmMetrics = ofType("aws:cloudwatch/metricAlarm:MetricAlarm").map(metricsOfAlarm);
  const secrets =
    ofType("aws:secretsmanager/secret:Secret").length +
    ofType("aws:redshiftserverless/namespace:Namespace").filter(
      ({ inputs }) => inputs.manageAdminPassword === true,
    ).length;
  return [
    ...counted("KMS keys", ofType("aws:kms/key:Key").length, PRICES.kmsKey, "key"),
    ...counted("Secrets", secrets, PRICES.secret, "secret"),
    ...counted(
      "CloudWatch alarms",
      alarmMetrics.reduce((sum, metrics) => sum + metrics, 0),
      PRICES.alarmMetric,
      "metric",
    ),
    ...counted(
      "CloudWatch dashboards",
      ofType("aws:cloudwatch/dashboard:Dashboard").length,
      PRICES.dashboard,
      "dashboard",
    ),
    ...counted(
      "NAT gateways, without their traffic",
      natGateways(ofType),
      PRICES.natGatewayHour * HOURS_A_MONTH,
      "gateway",
    ),
    ...counted(
      "VPC interface endpoints, without their traffic",
      interfaceEndpoints(ofType),
      PRICES.interfaceEndpointHour * HOURS_A_MONTH,
      "endpoint",
    ),
  ];
}

type OfType = (type: string) => readonly SnapshotResource[];

/** CloudWatch bills each metric that an alarm's expression reads. */
function metricsOfAlarm({ inputs }: SnapshotResource): number {
  const queries = inputs.metricQueries as readonly { readonly metric?: unknown }[] | undefined;
  return queries === undefined ? 1 : queries.filter(({ metric }) => metric !== undefined).length;
}

interface VpcInputs {
  readonly numberOfAvailabilityZones?: number;
  readonly natGateways?: { readonly strategy?: string };
  readonly vpcEndpointSpecs?: readonly { readonly vpcEndpointType?: string }[];
}

/** awsx makes its own out of sight of the program: one per zone by default, in three zones (awsx, `ec2.VpcArgs`). */
function natGateways(ofType: OfType): number {
  const own = ofType("aws:ec2/natGateway:NatGateway").length;
  return ofType("awsx:ec2:Vpc").reduce((sum, { inputs }) => {
    const { natGateways, numberOfAvailabilityZones = 3 } = inputs as VpcInputs;
    const strategy = natGateways?.strategy ?? "OnePerAz";
    return sum + ({ None: 0, Single: 1 }[strategy] ?? numberOfAvailabilityZones);
  }, own);
}

function interfaceEndpoints(ofType: OfType): number {
  const own = ofType("aws:ec2/vpcEndpoint:VpcEndpoint").reduce((sum, { inputs }) => {
    const { vpcEndpointType, subnetIds } = inputs as {
      readonly vpcEndpointType?: string;
      readonly subnetIds?: readonly unknown[];
    };
    return sum + (vpcEndpointType === "Interface" ? (subnetIds?.length ?? 1) : 0);
  }, 0);
  return ofType("awsx:ec2:Vpc").reduce((sum, { inputs }) => {
    const { vpcEndpointSpecs = [], numberOfAvailabilityZones = 3 } = inputs as VpcInputs;
    const interfaces = vpcEndpointSpecs.filter(({ vpcEndpointType }) => vpcEndpointType === "Interface");
    return sum + interfaces.length * numberOfAvailabilityZones;
  }, own);
}
