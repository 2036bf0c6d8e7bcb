import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { changes, type EngineResult } from "../../../sandbox/engine/engine-result";
import { Account } from "../../../sandbox/engine/provider/account";
import { UNKNOWN } from "../../../sandbox/engine/provider/protocol";
import { useEngine } from "./use-engine";

const BUCKET = "aws:s3/bucket:Bucket";
const TABLE = "aws:dynamodb/table:Table";
const ROLE = "aws:iam/role:Role";

const runs =
  (args: Partial<aws.dynamodb.TableArgs> = {}, opts?: pulumi.CustomResourceOptions) =>
  async () => {
    new aws.dynamodb.Table(
      "runs",
      { name: "runs", hashKey: "id", attributes: [{ name: "id", type: "S" }], ...args },
      opts,
    );
  };

const lake =
  (args: aws.s3.BucketArgs = {}) =>
  async () => {
    new aws.s3.Bucket("lake", { bucket: "lake", ...args });
  };

/** `create lake`, `update runs` */
const done = (result: EngineResult): readonly string[] =>
  changes(result)
    .filter(({ type }) => type.startsWith("aws:"))
    .map(({ op, name }) => `${op} ${name}`);

describe("a stack on the real engine", () => {
  const engine = useEngine();

  it("is refused for a property that is missing", async () => {
    const stack = await engine.stack({
      stack: "dev",
      program: async () => {
        // The SDK itself stops at a property that is missing; one that turns out to be nothing reaches the provider.
        new aws.iam.Role("worker", { assumeRolePolicy: pulumi.output(undefined as unknown as string) });
      },
    });
    const { succeeded, errors } = await stack.preview();
    assert.equal(succeeded, false);
    assert.deepEqual(errors, [
      "aws:iam/role:Role resource 'worker' has a problem: Missing required argument. " +
        'The argument "assume_role_policy" is required, but no definition was found.. ' +
        "Examine values at 'worker.assumeRolePolicy'.",
    ]);
  });

  it("is refused for a property that there is not", async () => {
    const stack = await engine.stack({
      stack: "dev",
      program: async () => {
        // The SDK's own class sends only what it knows.
        new (class extends pulumi.CustomResource {})("aws:sqs/queue:Queue", "jobs", { nmae: "jobs" });
      },
    });
    assert.match(
      (await stack.preview()).errors.join("\n"),
      /Invalid or unknown key\. Examine values at 'jobs\.nmae'/,
    );
  });

  it("doesn't know in a preview what only AWS makes, and knows it after", async () => {
    const program = async () => {
      const queue = new aws.sqs.Queue("jobs", { name: "jobs" });
      return { arn: queue.arn, name: queue.name, region: queue.region };
    };
    const stack = await engine.stack({ stack: "dev", program });
    const [jobs] = (await stack.preview()).operations.filter(({ name }) => name === "jobs");
    assert.deepEqual(
      [jobs.outputs.arn, jobs.outputs.url, jobs.outputs.name, jobs.outputs.region],
      [UNKNOWN, UNKNOWN, "jobs", "eu-west-1"],
    );
    await stack.up();
    assert.equal(stack.outputs().arn, "arn:aws:sqs:eu-west-1:111122223333:jobs");
  });

  it("changes nothing by a second up, and names what the program doesn't name", async () => {
    const stack = await engine.stack({
      stack: "dev",
      program: async () => {
        new aws.sns.Topic("alerts", { tags: { Owner: "data" } });
      },
    });
    assert.deepEqual(done(await stack.up()), ["create alerts"]);
    assert.match(String(stack.account.ofType("aws:sns/topic:Topic")[0].state.name), /^alerts-[0-9a-f]{7}$/);
    assert.deepEqual(done(await stack.up()), []);
    assert.equal(stack.account.calls("update"), 0);
  });

  it("updates in place what can be, and replaces what can't", async () => {
    const stack = await engine.stack({ stack: "dev", program: runs() });
    await stack.up();
    stack.useProgram(runs({ billingMode: "PAY_PER_REQUEST" }));
    const update = await stack.up();
    assert.deepEqual(done(update), ["update runs"]);
    assert.deepEqual(changes(update)[0].detailedDiff, { billingMode: "add" });
    stack.useProgram(
      runs({ billingMode: "PAY_PER_REQUEST", hashKey: "key", attributes: [{ name: "key", type: "S" }] }),
    );
    const replacement = await stack.up();
    // The name is fixed: the old one must be gone before.
    assert.deepEqual(done(replacement), ["delete-replaced runs", "replace runs", "create-replacement runs"]);
    assert.deepEqual(replacement.operations.find(({ op }) => op === "replace")?.replaces, ["hashKey"]);
  });

  it("gives a function a further version when it changes, unknown in the preview of it", async () => {
    const program = (memorySize: number) => async () => {
      const handler = new aws.lambda.Function("extract", {
        name: "extract",
        role: "arn:aws:iam::111122223333:role/extract",
        runtime: "nodejs22.x",
        handler: "index.handler",
        code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("1") }),
        publish: true,
        memorySize,
      });
      new aws.lambda.Alias("live", {
        name: "live",
        functionName: handler.name,
        functionVersion: handler.version,
      });
    };
    const stack = await engine.stack({ stack: "dev", program: program(128) });
    await stack.up();
    stack.useProgram(program(256));
    const preview = await stack.preview();
    assert.deepEqual(done(preview), ["update extract", "update live"]);
    assert.equal(preview.operations.find(({ name }) => name === "live")?.inputs.functionVersion, UNKNOWN);
    await stack.up();
    const [alias] = stack.account.ofType("aws:lambda/alias:Alias");
    assert.equal(alias.state.functionVersion, "2");
  });

  it("keeps a secret secret in the state", async () => {
    const program = async () => {
      new aws.redshiftserverless.Namespace("lake", {
        namespaceName: "lake",
        adminUserPassword: "Tr0ub4dor&3",
        dbName: pulumi.secret("hidden"),
      });
    };
    const stack = await engine.stack({ stack: "dev", program });
    const result = await stack.up();
    const { resources, text } = stack.deployment();
    assert.doesNotMatch(text + result.output + JSON.stringify(result.operations), /Tr0ub4dor|hidden/);
    const { inputs, outputs } = resources.find(({ type }) => type.includes("namespace"))!;
    for (const properties of [inputs, outputs]) {
      assert.ok("ciphertext" in (properties!.dbName as object), "marked by the program");
      assert.ok("ciphertext" in (properties!.adminUserPassword as object), "marked by the provider");
    }
  });

  it("doesn't delete what is protected", async () => {
    const stack = await engine.stack({ stack: "dev", program: runs({}, { protect: true }) });
    await stack.up();
    const { succeeded, errors } = await stack.destroy();
    assert.equal(succeeded, false);
    assert.match(errors.join("\n"), /cannot be deleted\nbecause it is protected/);
    assert.equal(stack.account.ofType(TABLE).length, 1);
  });

  it("doesn't delete a bucket with objects, unless it may be emptied", async () => {
    const stack = await engine.stack({ stack: "dev", program: lake() });
    await stack.up();
    stack.account.writeObject("lake", "run/part-0.parquet");
    const { errors } = await stack.destroy();
    assert.match(
      errors.join("\n"),
      /deleting S3 Bucket \(lake\).*BucketNotEmpty: The bucket you tried to delete is not empty/,
    );
    stack.useProgram(lake({ forceDestroy: true }));
    await stack.up();
    assert.equal((await stack.destroy()).succeeded, true);
    assert.deepEqual(stack.account.all, []);
  });

  it("doesn't delete a table that AWS protects", async () => {
    const stack = await engine.stack({ stack: "dev", program: runs({ deletionProtectionEnabled: true }) });
    await stack.up();
    assert.match(
      (await stack.destroy()).errors.join("\n"),
      /ValidationException: Resource cannot be deleted as it is currently protected against deletion/,
    );
  });

  it("sees by a refresh what was changed and deleted by hand, and puts it right by the next up", async () => {
    const program = async () => {
      await runs({ tags: { Owner: "data" } })();
      await lake()();
    };
    const stack = await engine.stack({ stack: "dev", program });
    await stack.up();
    stack.account.changeByHand(TABLE, "runs", { tags: { Owner: "nobody" } });
    stack.account.deleteByHand(BUCKET, "lake");
    const refreshed = await stack.refresh();
    assert.deepEqual({ ...refreshed.summary, same: 0 }, { update: 1, delete: 1, same: 0 });
    const repaired = await stack.up();
    assert.deepEqual([...done(repaired)].sort(), ["create lake", "update runs"]);
    assert.deepEqual(stack.account.ofType(TABLE)[0].state.tags, { Owner: "data" });
  });

  it("goes on where a create failed", async () => {
    const stack = await engine.stack({
      stack: "dev",
      program: async () => {
        const bucket = new aws.s3.Bucket("lake", { bucket: "lake" });
        new aws.s3.BucketVersioning(
          "versioning",
          { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } },
          { dependsOn: [bucket] },
        );
      },
    });
    stack.account.failOnce(
      "create",
      "aws:s3/bucketVersioning:BucketVersioning",
      "versioning",
      "OperationAborted: try again",
    );
    const failed = await stack.up();
    assert.equal(failed.succeeded, false);
    assert.match(failed.errors.join("\n"), /OperationAborted: try again/);
    assert.deepEqual(
      failed.operations.filter((operation) => operation.failed).map(({ name }) => name),
      ["versioning"],
    );
    assert.deepEqual(done(await stack.up()), ["create versioning"]);
  });

  it("shares an account with another stack, and can't take its names", async () => {
    const account = new Account();
    const role = async () => {
      new aws.iam.Role("worker", { name: "worker", assumeRolePolicy: "{}" });
    };
    const one = await engine.stack({ stack: "dev", account, program: role });
    const other = await engine.stack({ stack: "prod", account, program: role });
    await one.up();
    assert.match(
      (await other.up()).errors.join("\n"),
      /creating IAM Role \(worker\).*EntityAlreadyExists: Role with name worker already exists/,
    );
    assert.equal(account.ofType(ROLE).length, 1);
  });

  it("is told who may deploy it", async () => {
    const stack = await engine.stack({
      stack: "dev",
      account: new Account("444455556666"),
      program: async () => {
        const provider = new aws.Provider("own", {
          region: "eu-west-1",
          allowedAccountIds: ["111122223333"],
        });
        new aws.sqs.Queue("jobs", {}, { provider });
      },
    });
    assert.match((await stack.preview()).errors.join("\n"), /AWS account ID not allowed: 444455556666/);
  });

  it("puts a provider's default tags onto everything, and changes it when they change", async () => {
    const program = (team: string) => async () => {
      const provider = new aws.Provider("own", {
        region: "eu-west-1",
        defaultTags: { tags: { Team: team } },
      });
      new aws.sqs.Queue("jobs", { name: "jobs", tags: { Own: "1" } }, { provider });
    };
    const stack = await engine.stack({ stack: "dev", program: program("a") });
    await stack.up();
    stack.useProgram(program("b"));
    assert.deepEqual(done(await stack.up()), ["update jobs"]);
    assert.deepEqual(stack.account.ofType("aws:sqs/queue:Queue")[0].state.tagsAll, { Team: "b", Own: "1" });
  });
});
