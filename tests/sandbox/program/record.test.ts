import assert from "node:assert/strict";
import { type RecordOptions, recordProgram } from "../../../sandbox/program/record";
import type { RecordedProgram, RecordedResource } from "../../../sandbox/types";
import { type Fixture, fixtureProgram } from "./fixture-program";

describe("recordProgram", () => {
  let fixture: Fixture | undefined;

  afterEach(() => {
    fixture?.remove();
    fixture = undefined;
  });

  async function record(
    body: string,
    options: Partial<RecordOptions> = {},
    files?: Readonly<Record<string, string>>,
  ): Promise<RecordedProgram> {
    fixture = fixtureProgram(body, files);
    return await recordProgram({ stack: "dev", programDirectory: fixture.directory, ...options });
  }

  it("keeps inputs, what AWS computes, and dependencies", async () => {
    const program = await record(`
      const topic = new aws.sns.Topic("notes", { name: "notes" });
      new aws.sns.TopicPolicy("policy", { arn: topic.arn, policy: "{}" });
      return { topic: topic.arn };
    `);
    const [topic, policy] = [resource(program, "notes"), resource(program, "policy")];
    assert.equal(topic.state.arn, "arn:aws:sns:eu-west-1:111122223333:notes");
    assert.equal(policy.inputs.arn, topic.state.arn);
    assert.deepEqual(policy.dependencies, [topic.urn]);
    assert.deepEqual(program.outputs, { topic: topic.state.arn });
  });

  it("keeps which input comes from which resource, and the provider that the program chose", async () => {
    const program = await record(`
      const provider = new aws.Provider("own", { region: "eu-west-1" });
      const topic = new aws.sns.Topic("notes", { name: "notes" }, { provider });
      const queue = new aws.sqs.Queue("queue", { name: "notes" }, { dependsOn: [topic] });
      new aws.sns.TopicPolicy("policy", { arn: topic.arn, policy: pulumi.interpolate\`{"a":"\${queue.arn}\${topic.arn}"}\` });
    `);
    const [topic, queue, policy] = ["notes", "queue", "policy"].map((name) => resource(program, name));
    assert.deepEqual(policy.propertyDependencies, {
      arn: [topic.urn],
      policy: [topic.urn, queue.urn].sort(),
    });
    assert.equal(queue.propertyDependencies, undefined);
    assert.deepEqual([topic.provider, queue.provider], [resource(program, "own").urn, undefined]);
  });

  it("makes URNs and parents as Pulumi's engine does", async () => {
    const program = await record(`
      const outer = new pulumi.ComponentResource("fixture:a:Outer", "outer");
      const inner = new pulumi.ComponentResource("fixture:a:Inner", "inner", {}, { parent: outer });
      new aws.sqs.Queue("queue", {}, { parent: inner });
    `);
    const queue = resource(program, "queue");
    assert.equal(
      queue.urn,
      "urn:pulumi:dev::fixture::fixture:a:Outer$fixture:a:Inner$aws:sqs/queue:Queue::queue",
    );
    assert.equal(queue.parent, resource(program, "inner").urn);
    assert.equal(
      resource(program, "outer").parent,
      "urn:pulumi:dev::fixture::pulumi:pulumi:Stack::fixture-dev",
    );
  });

  it("unwraps secrets and leaves archives what they are", async () => {
    const program = await record(`
      new aws.sqs.Queue("queue", { name: pulumi.secret("hidden") });
      new aws.lambda.Function("f", {
        role: "r", code: new pulumi.asset.AssetArchive({ "a.txt": new pulumi.asset.StringAsset("a") }), publish: true,
      });
    `);
    assert.equal(resource(program, "queue").inputs.name, "hidden");
    const code = resource(program, "f").inputs.code as {
      assets: Promise<Record<string, { text: Promise<string> }>>;
    };
    assert.equal(await (await code.assets)["a.txt"].text, "a");
    assert.equal(resource(program, "f").state.version, "1");
  });

  it("gives the same names in every recording", async () => {
    const body = `
      const bucket = new aws.s3.Bucket("bucket");
      const namespace = new aws.redshiftserverless.Namespace("n", { namespaceName: "n" });
      const workgroup = new aws.redshiftserverless.Workgroup("w", { workgroupName: "w", namespaceName: "n" });
      return { bucket: bucket.bucket, workgroup: workgroup.arn };
    `;
    const first = await record(body);
    fixture?.remove();
    const second = await record(body);
    assert.deepEqual(first.outputs, second.outputs);
    assert.match(
      String(first.outputs.workgroup),
      /:workgroup\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    assert.match(String(first.outputs.bucket), /^bucket-[0-9a-f]{7}$/);
  });

  it("reads defaults, the stack's file and what is given, the last one first", async () => {
    const body = `
      const config = new pulumi.Config();
      return { size: config.get("size"), list: config.getObject("list"), flag: config.getBoolean("flag"),
        region: (await aws.getRegion()).region, account: (await aws.getCallerIdentity()).accountId };
    `;
    const stackFile = {
      "Pulumi.dev.yaml": "config:\n  aws:region: eu-west-1\n  fixture:list: [a]\n  fixture:flag: true\n",
    };
    const plain = await record(body, {}, stackFile);
    assert.deepEqual(plain.outputs, {
      size: "small",
      list: ["a"],
      flag: true,
      region: "eu-west-1",
      account: "111122223333",
    });
    fixture?.remove();
    const given = { config: { "fixture:size": "large" }, region: "us-gov-west-1", accountId: "444455556666" };
    const changed = await record(body, given, stackFile);
    assert.deepEqual(changed.outputs, {
      ...plain.outputs,
      size: "large",
      region: "us-gov-west-1",
      account: "444455556666",
    });
  });

  it("gives a stack that names nobody an address to notify, and leaves one that names somebody its own", async () => {
    const body = 'return { emails: new pulumi.Config("fixture").getObject("notificationEmails") };';
    const project = (stackConfig: string): Readonly<Record<string, string>> => ({
      "Pulumi.yaml":
        "name: fixture\nruntime: nodejs\nconfig:\n  notificationEmails: { type: array, default: [] }\n",
      "Pulumi.dev.yaml": `config:\n  aws:region: eu-west-1\n${stackConfig}`,
    });
    const outputs: unknown[] = [];
    for (const [stackConfig, config] of [
      ["", {}],
      ["  fixture:notificationEmails: [a@b.eu]\n", {}],
      ["", { "fixture:notificationEmails": "[]" }],
    ] as const) {
      fixture?.remove();
      outputs.push((await record(body, { config }, project(stackConfig))).outputs.emails);
    }
    assert.deepEqual(outputs, [["on-call@sandbox.internal"], ["a@b.eu"], []]);
  });

  it("runs one stack after the other in one process", async () => {
    const stacks = ["dev", "prod"];
    fixture = fixtureProgram('new aws.sqs.Queue("queue", { name: pulumi.getStack() });', {
      "Pulumi.prod.yaml": "config:\n  aws:region: eu-central-1\n",
    });
    const { directory } = fixture;
    const programs = await Promise.all(
      stacks.map((stack) => recordProgram({ stack, programDirectory: directory })),
    );
    assert.deepEqual(
      programs.map((program) => resource(program, "queue").state.arn),
      ["arn:aws:sqs:eu-west-1:111122223333:dev", "arn:aws:sqs:eu-central-1:111122223333:prod"],
    );
  });

  it("answers for awsx's VPC", async () => {
    const program = await record(`
      const vpc = new awsx.ec2.Vpc("vpc", { numberOfAvailabilityZones: 3, subnetSpecs: [{ type: "Isolated" }] });
      return { isolated: vpc.isolatedSubnetIds, public: vpc.publicSubnetIds };
    `);
    assert.equal((program.outputs.isolated as string[]).length, 3);
    assert.deepEqual(program.outputs.public, []);
  });

  const failures: readonly (readonly [string, string, RegExp])[] = [
    ["what the program throws", 'throw new Error("no good");', /no good/],
    ["what an apply throws", 'pulumi.output(1).apply(() => { throw new Error("inside"); });', /inside/],
    [
      "what an apply throws that a resource waits for",
      'new aws.sqs.Queue("q", { name: pulumi.output("x").apply(() => { throw new Error("waiting"); }) });',
      /waiting/,
    ],
    [
      "an unknown type by its name",
      'new aws.athena.Workgroup("w", {});',
      /"w" \(aws:athena\/workgroup:Workgroup\).*computed-outputs/,
    ],
    [
      "an unknown function by its name",
      'await aws.ec2.getVpc({ id: "v" });',
      /aws:ec2\/getVpc:getVpc.*provider-functions/,
    ],
    ["a resource that is only read", 'aws.sqs.Queue.get("q", "url");', /"q".*does not declare/],
    [
      "two resources of one name",
      'new aws.sqs.Queue("q", { name: "a" }); new aws.sqs.Queue("q", { name: "b" });',
      /URN .*Queue::q/,
    ],
  ];
  for (const [what, body, message] of failures) {
    it(`fails with ${what}, and records the next program all the same`, async () => {
      await assert.rejects(record(body), message);
      fixture?.remove();
      assert.deepEqual((await record("return { ok: 1 };")).outputs, { ok: 1 });
    });
  }

  it("names a stack without a file, a value it cannot decrypt, and a program that is no function", async () => {
    await assert.rejects(record("", { stack: "staging" }), /Pulumi\.staging\.yaml/);
    fixture?.remove();
    const secret = { "Pulumi.dev.yaml": "config:\n  fixture:password: { secure: v1:abc }\n" };
    await assert.rejects(record("", {}, secret), /fixture:password encrypted/);
    fixture?.remove();
    await assert.rejects(
      record("", {}, { "index.js": "exports.url = 1;" }),
      /must export its program as a function/,
    );
  });

  it("leaves the process's handlers as they were", async () => {
    const before = process.listeners("unhandledRejection");
    await assert.rejects(record('throw new Error("no");'));
    assert.deepEqual(process.listeners("unhandledRejection"), before);
  });

  for (const stack of ["dev", "prod"]) {
    it(`records this project's ${stack} stack`, async () => {
      const program = await recordProgram({ stack });
      const machines = program.resources.filter(({ type }) => type === "aws:sfn/stateMachine:StateMachine");
      assert.deepEqual(machines.map(({ state }) => state.name).sort(), [
        `stepline-${stack}-marketing-ingest`,
        `stepline-${stack}-marketing-transform-load`,
      ]);
      assert.deepEqual(
        program.resources.filter(({ custom, id }) => custom && id === ""),
        [],
      );
    }).timeout(30000);
  }
});

function resource(program: RecordedProgram, name: string): RecordedResource {
  const found = program.resources.find((candidate) => candidate.name === name);
  assert.ok(found, `no resource ${name}`);
  return found;
}
