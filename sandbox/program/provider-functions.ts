import type { RecordedPlace } from "./identifiers";

type Answer = Readonly<Record<string, unknown>>;

/** Functions of providers the program may call before it declares anything. */
const FUNCTIONS: Readonly<Partial<Record<string, (place: RecordedPlace) => Answer>>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": ({ accountId, partition }) => ({
    accountId,
    arn: `arn:${partition}:iam::${accountId}:root`,
    id: accountId,
    userId: accountId,
  }),
  "aws:index/getRegion:getRegion": ({ region }) => ({
    id: region,
    name: region,
    region,
    description: region,
    endpoint: `ec2.${region}.amazonaws.com`,
  }),
  "aws:index/getPartition:getPartition": ({ partition }) => ({
    id: partition,
    partition,
    dnsSuffix: partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
    reverseDnsPrefix: partition === "aws-cn" ? "cn.com.amazonaws" : "com.amazonaws",
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": ({ region }) => ({
    id: region,
    names: ["a", "b", "c"].map((zone) => `${region}${zone}`),
    zoneIds: ["az1", "az2", "az3"].map((zone) => `${region}-${zone}`),
    groupNames: [region],
  }),
};

/** @throws Error for a function whose answer nobody wrote down. */
export function callProviderFunction(token: string, place: RecordedPlace): Answer {
  const answer = FUNCTIONS[token];
  if (answer === undefined) {
    throw new Error(
      `The sandbox has no answer for the provider function "${token}": add it to sandbox/program/provider-functions.ts.`,
    );
  }
  return answer(place);
}
