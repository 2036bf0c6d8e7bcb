import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { dev } from "../../environments/dev";
import { loadEnvironment, type Settings } from "../../environments/load";
import { prod } from "../../environments/prod";
import { record } from "../pulumi-mocks";

type Config = Readonly<Record<string, string>>;

/** Loads inside a program, as index.ts does. */
async function load(stack: string, config: Config = {}): Promise<Settings> {
  let settings: Settings | undefined;
  await record(
    () => {
      settings = loadEnvironment();
    },
    { stack, config },
  );
  assert.ok(settings !== undefined);
  return settings;
}

const EMAILS = { "stepline:notificationEmails": '["a@stepline.internal"]' };

describe("loadEnvironment", () => {
  it("gives the data of the file that the stack is named after", async () => {
    assert.deepEqual((await load("dev")).environment, dev);
    assert.deepEqual((await load("prod", EMAILS)).environment, {
      ...prod,
      notifications: { emails: ["a@stepline.internal"], required: true },
    });
  });

  it("takes the environment of another name from configuration", async () => {
    assert.equal((await load("alice", { "stepline:environment": "dev" })).environment.name, "dev");
  });

  it("lets dev have an address for examples: nobody has to be reached", async () => {
    const { environment } = await load("dev", { "stepline:notificationEmails": '["a@example.com"]' });
    assert.deepEqual(environment.notifications.emails, ["a@example.com"]);
  });

  it("applies every override", async () => {
    const { environment } = await load("dev", {
      ...EMAILS,
      "stepline:allowedAccountIds": '["111122223333"]',
      "stepline:permissionsBoundary": "stepline-bootstrap-dev-boundary",
      "stepline:vpcId": "vpc-0123456789abcdef0",
      "stepline:subnetIds": '["subnet-00000001","subnet-00000002","subnet-00000003"]',
      "stepline:logRetentionDays": "30",
      "stepline:warehouseBaseCapacityRpu": "16",
      "stepline:warehouseMaxCapacityRpu": "24",
      "stepline:transformMaxWorkers": "3",
      "stepline:scheduleState": "ENABLED",
      "stepline:scheduleTimeZone": "Asia/Kolkata",
    });
    assert.deepEqual(environment, {
      ...dev,
      allowedAccountIds: ["111122223333"],
      permissionsBoundary: "stepline-bootstrap-dev-boundary",
      network: {
        ...dev.network,
        existing: {
          vpcId: "vpc-0123456789abcdef0",
          subnetIds: ["subnet-00000001", "subnet-00000002", "subnet-00000003"],
        },
      },
      logs: { ...dev.logs, retentionDays: 30 },
      warehouse: { ...dev.warehouse, baseCapacityRpu: 16, maxCapacityRpu: 24 },
      transform: { maxWorkers: 3 },
      schedule: { enabled: true, timeZone: "Asia/Kolkata" },
      notifications: { emails: ["a@stepline.internal"], required: false },
    });
  });

  it("takes Pulumi.yaml's empty defaults for no override", async () => {
    const { environment } = await load("dev", {
      "stepline:environment": "",
      "stepline:notificationEmails": "[]",
      "stepline:logRetentionDays": "0",
      "stepline:vpcId": "",
      "stepline:subnetIds": "[]",
      "stepline:scheduleState": "",
    });
    assert.deepEqual(environment, dev);
  });

  it("hands over every aws setting, which the program's own provider would not see otherwise", async () => {
    const { awsProvider } = await load("dev", {
      "aws:region": "eu-west-1",
      "aws:profile": "data",
      "aws:skipMetadataApiCheck": "true",
      "aws:assumeRoles": '[{"roleArn":"arn:aws:iam::111122223333:role/deploy"}]',
    });
    assert.deepEqual(awsProvider, {
      region: "eu-west-1",
      profile: "data",
      skipMetadataApiCheck: true,
      assumeRoles: [{ roleArn: "arn:aws:iam::111122223333:role/deploy" }],
    });
  });

  type Mistake = readonly [string, string, Config, RegExp];
  const mistakes: readonly Mistake[] = [
    [
      "an unknown key",
      "dev",
      { "stepline:warehouseRpu": "8" },
      /stepline:warehouseRpu is "8", but is not a known key: remove it or correct its name/,
    ],
    [
      "a key that is nearly right",
      "dev",
      { "stepline:scheduleTimezone": "Europe/Dublin" },
      /stepline:scheduleTimezone is "Europe\/Dublin", but is not a known key: did you mean scheduleTimeZone\?/,
    ],
    [
      "a switch where a number belongs",
      "dev",
      { "stepline:logRetentionDays": "true" },
      /stepline:logRetentionDays is true: must be a number/,
    ],
    [
      "a list where text belongs",
      "dev",
      { "stepline:scheduleTimeZone": '["UTC"]' },
      /stepline:scheduleTimeZone is \["UTC"\]: must be text/,
    ],
    [
      "a stack without environment",
      "test",
      {},
      /Stack "test" has no environment.*config set stepline:environment/s,
    ],
    [
      "an unknown environment",
      "dev",
      { "stepline:environment": "qa" },
      /stepline:environment is "qa": must be dev or prod/,
    ],
    [
      "a wrong type",
      "dev",
      { "stepline:logRetentionDays": "long" },
      /stepline:logRetentionDays is "long": must be a number/,
    ],
    [
      "a text where a list belongs",
      "dev",
      { "stepline:notificationEmails": "a@b.c" },
      /stepline:notificationEmails is "a@b.c": must be a list of texts/,
    ],
    [
      "a bad e-mail address",
      "dev",
      { "stepline:notificationEmails": '["nobody"]' },
      /stepline:notificationEmails\[0\] is "nobody": must be an e-mail address/,
    ],
    [
      "a boundary's ARN in place of its name",
      "dev",
      { "stepline:permissionsBoundary": "arn:aws:iam::111122223333:policy/limit" },
      /stepline:permissionsBoundary is "arn:.*": must be a policy's name, not its ARN/,
    ],
    [
      "no address in prod",
      "prod",
      {},
      /Correct environments\/prod\.ts:\n +notifications\.emails is \[\]: must hold at least one address.*set --path 'notificationEmails\[0\]'/,
    ],
    ...["oncall@example.com", "a@mail.example.org", "a@corp.test", "A@EXAMPLE.NET"].map((email): Mistake => [
      `${email} as prod's address`,
      "prod",
      { "stepline:notificationEmails": JSON.stringify(["real@company.eu", email]) },
      /stepline:notificationEmails\[1\] is "[^"]+": is of a domain reserved for examples.*set --path 'notificationEmails\[1\]'/,
    ]),
    [
      "a stack name with a hyphen",
      "dev-2",
      { "stepline:environment": "dev" },
      /Stack "dev-2".*small letters/,
    ],
    [
      "a stack name that is too long",
      "a".repeat(15),
      { "stepline:environment": "dev" },
      /Stack "a{15}".*at most 14/,
    ],
    ["a stack name with capitals", "Dev", { "stepline:environment": "dev" }, /Stack "Dev"/],
    [
      "a retention CloudWatch lacks",
      "dev",
      { "stepline:logRetentionDays": "15" },
      /stepline:logRetentionDays is 15: must be one of CloudWatch/,
    ],
    [
      "an unknown time zone",
      "dev",
      { "stepline:scheduleTimeZone": "Europe/Lisboa" },
      /stepline:scheduleTimeZone is "Europe\/Lisboa": must be a time zone/,
    ],
    [
      "an offset as time zone",
      "dev",
      { "stepline:scheduleTimeZone": "+01:00" },
      /stepline:scheduleTimeZone is "\+01:00": must be a time zone/,
    ],
    [
      "a word for schedule state",
      "dev",
      { "stepline:scheduleState": "on" },
      /stepline:scheduleState is "on": must be ENABLED or DISABLED/,
    ],
    [
      "an account of eleven digits",
      "dev",
      { "stepline:allowedAccountIds": '["11112222333"]' },
      /stepline:allowedAccountIds\[0\] is "11112222333": must be twelve digits/,
    ],
    [
      "a VPC without subnets",
      "dev",
      { "stepline:vpcId": "vpc-0123456789abcdef0" },
      /stepline:vpcId is "vpc-0123456789abcdef0": must be set together with subnetIds/,
    ],
    [
      "two subnets",
      "dev",
      { "stepline:vpcId": "vpc-01234567", "stepline:subnetIds": '["subnet-01234567","subnet-01234568"]' },
      /stepline:subnetIds is \["subnet-01234567","subnet-01234568"\]: must name three subnets/,
    ],
    [
      "a fraction of an RPU",
      "dev",
      { "stepline:warehouseBaseCapacityRpu": "8.5" },
      /stepline:warehouseBaseCapacityRpu is 8.5: must be a whole number of RPU/,
    ],
    [
      "more capacity to begin with than at most",
      "dev",
      { "stepline:warehouseBaseCapacityRpu": "32" },
      /environments\/dev\.ts:\n +warehouse\.maxCapacityRpu is 16: must be at least baseCapacityRpu, which is 32; or: .*stepline:warehouseMaxCapacityRpu/,
    ],
    [
      "one worker",
      "dev",
      { "stepline:transformMaxWorkers": "1" },
      /stepline:transformMaxWorkers is 1: must be a whole number from 2 to 299/,
    ],
  ];
  for (const [what, stack, config, message] of mistakes) {
    it(`refuses ${what}, naming key, value and fix`, async () => {
      await assert.rejects(load(stack, config), (error: Error) => {
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it("names no file of the repository when only configuration is wrong", async () => {
    await assert.rejects(load("dev", { "stepline:scheduleTimeZone": "Europe/Lisboa" }), (error: Error) => {
      assert.doesNotMatch(error.message, /environments\//);
      return true;
    });
  });

  it("tells what is wrong in configuration and what is in the file each under its own heading", async () => {
    const wrong = load("prod", { "stepline:scheduleTimeZone": "Europe/Lisboa" });
    await assert.rejects(
      wrong,
      /configuration of the stack[^]*scheduleTimeZone is[^]*environments\/prod\.ts:[^]*emails is \[\]/,
    );
  });

  it("doesn't tell the value of an unknown key that is a secret", async () => {
    pulumi.runtime.setAllConfig({ "stepline:pasword": "hunter2" }, ["stepline:pasword"]);
    assert.throws(
      () => loadEnvironment("stepline", "dev"),
      (error: Error) => {
        assert.match(error.message, /stepline:pasword is \[secret\], but is not a known key/);
        assert.doesNotMatch(error.message, /hunter2/);
        return true;
      },
    );
  });

  for (const rpu of [4, 8, 16, 512, 544, 1024]) {
    it(`takes ${rpu} RPU`, async () => {
      const config = {
        "stepline:warehouseBaseCapacityRpu": String(rpu),
        "stepline:warehouseMaxCapacityRpu": "1024",
      };
      assert.equal((await load("dev", config)).environment.warehouse.baseCapacityRpu, rpu);
    });
  }

  for (const rpu of [3, 5, 12, 520, 1032, 1056]) {
    it(`refuses ${rpu} RPU`, async () => {
      await assert.rejects(
        load("dev", { "stepline:warehouseBaseCapacityRpu": String(rpu) }),
        /must be 4, a multiple of 8/,
      );
    });
  }
});
