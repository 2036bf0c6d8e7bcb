import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  type EvaluatedRevisions,
  evaluateRevisions,
  type RevisionsToCompare,
} from "../../../../cli/diff/revision/evaluate-revisions";
import type { Snapshot } from "../../../../cli/diff/snapshot";
import { projectRoot } from "../../../../sandbox/paths";
import { GitProject } from "./git-project";

/** A program whose body has `pulumi`, `aws`, `config` and `stack`. */
function program(body: string): string {
  return (
    'import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\n' +
    "export = async (): Promise<unknown> => {\n" +
    `const [config, stack] = [new pulumi.Config(), pulumi.getStack()];\n${body}\n};\n`
  );
}

const QUEUE = 'new aws.sqs.Queue("queue", { name: `queue-${stack}` });';

/** In npm's place, without a network: this project's packages, and the one that the revision has itself. */
const FAKE_NPM = `#!${process.execPath}
const fs = require("node:fs");
const installed = ${JSON.stringify(path.join(projectRoot, "node_modules"))};
fs.mkdirSync("node_modules");
for (const name of fs.readdirSync(installed)) {
  fs.symlinkSync(installed + "/" + name, "node_modules/" + name);
}
fs.symlinkSync("../packages/local", "node_modules/local");
`;

/** Each evaluation takes a process and most of a second: what one run can tell is told by one. */
describe("evaluated revisions", function () {
  this.timeout(60_000);
  let project: GitProject;

  beforeEach(() => {
    project = new GitProject({
      "package.json": "{}",
      "package-lock.json": '{ "packages": {} }',
      "tsconfig.json":
        '{ "compilerOptions": { "module": "commonjs", "esModuleInterop": true }, "ts-node": { "swc": true } }',
      "Pulumi.yaml": "name: fixture\nruntime: nodejs\n",
      "Pulumi.dev.yaml": "config:\n  aws:region: eu-west-1\n",
      ".gitignore": "node_modules\n",
      "index.ts": program(QUEUE),
    });
    fs.symlinkSync(path.join(projectRoot, "node_modules"), path.join(project.root, "node_modules"));
    project.commit();
  });
  afterEach(() => {
    project.remove();
  });

  async function evaluate(wanted: Partial<RevisionsToCompare> = {}): Promise<EvaluatedRevisions> {
    const before = leftovers();
    try {
      return await evaluateRevisions({
        root: project.root,
        cache: path.join(project.root, "cache"),
        base: "main",
        stacks: [],
        ...wanted,
      });
    } finally {
      assert.deepEqual(leftovers(), before);
    }
  }

  /** Of a stack that only the work tree has: the base need not be evaluated. */
  async function evaluateHead(body: string, size = "small"): Promise<Snapshot | undefined> {
    project.write({
      "index.ts": program(body),
      "Pulumi.prod.yaml": `config:\n  aws:region: eu-west-1\n  fixture:size: ${size}\n`,
    });
    const [{ before, after }] = (await evaluate({ stacks: ["prod"] })).stacks;
    assert.equal(before, undefined);
    return after;
  }

  /** Temporary folders of this process: others may be reviewing too. */
  function leftovers(): readonly string[] {
    return fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith("stepline-diff-") && isOurs(name));
  }

  const isOurs = (name: string): boolean => {
    const link = path.join(os.tmpdir(), name, "head/node_modules");
    return fs.existsSync(link) && fs.readlinkSync(link).startsWith(project.root);
  };

  function queue(snapshot: Snapshot | undefined): Snapshot["resources"][number] {
    const found = snapshot?.resources.find(({ name }) => name === "queue");
    assert.ok(found, "no queue");
    return found;
  }

  it("are the commit and the work tree, with what is neither committed nor added", async () => {
    project.write({
      "index.ts": program(
        'const { name } = await import("./name");\nnew aws.sqs.Queue("queue", { name }, { protect: true });',
      ),
      "name.ts": 'export const name: string = "other";\n',
    });
    const state = project.state();
    const { base, head, stacks } = await evaluate();
    assert.deepEqual(
      [base, head],
      [{ ref: "main", commit: project.git("rev-parse", "main") }, { ref: "work tree" }],
    );
    const [{ stack, before, after }] = stacks;
    assert.equal(stack, "dev");
    assert.deepEqual([queue(before).inputs.name, queue(after).inputs.name], ["queue-dev", "other"]);
    assert.deepEqual([queue(before).options, queue(after).options], [{}, { protect: true }]);
    assert.equal(before?.accountId, after?.accountId);
    assert.equal(project.state(), state, "the checkout was changed");
  });

  it("are two commits, with the stacks of either", async () => {
    project.git("mv", "Pulumi.dev.yaml", "Pulumi.test.yaml");
    project.commit();
    project.write({ "index.ts": "throw new Error();" });
    const { head, stacks } = await evaluate({ base: "main~1", head: "main" });
    assert.equal(head.commit, project.git("rev-parse", "main"));
    assert.deepEqual(
      stacks.map(({ stack, before, after }) => [
        stack,
        before && queue(before).inputs.name,
        after && queue(after).inputs.name,
      ]),
      [
        ["dev", "queue-dev", undefined],
        ["test", undefined, "queue-test"],
      ],
    );
  });

  it("have components' outputs, and nothing that a provider would make", async () => {
    const after = await evaluateHead(`
      new (class extends pulumi.ComponentResource {
        constructor() {
          super("fixture:a:Part", "part", { size: 1, same: 2 });
          new aws.sqs.Queue("queue", { name: "q" }, { parent: this });
          this.registerOutputs({ size: 3, token: pulumi.secret("hidden-output") });
        }
      })();
      return { place: "here", password: pulumi.secret("hidden-output") };
    `);
    const part = after?.resources.find(({ name }) => name === "part");
    const stack = after?.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
    assert.deepEqual(queue(after).outputs, {});
    const secret = part?.outputs.token;
    assert.match(String(secret), /^\[secret [0-9a-f]{6}\]$/);
    assert.deepEqual(part?.outputs, { size: 3, token: secret });
    assert.deepEqual(stack?.outputs, { place: "here", password: secret });
    assert.equal(JSON.stringify(after).includes("hidden"), false);
  });

  it("show secrets by what tells only whether they are equal, in one review and no other", async () => {
    const withTags = (tags: string): string => program(`new aws.sqs.Queue("queue", { tags: { ${tags} } });`);
    const stackFile = (a: string, b: string): string =>
      `config:\n  aws:region: eu-west-1\n  fixture:a: { secure: v1:${a} }\n  fixture:b: { secure: v1:${b} }\n`;
    const same = 'kept: pulumi.secret("hunter2-kept"), a: config.requireSecret("a"), b: config.require("b")';
    project.write({
      "index.ts": withTags(`${same}, other: pulumi.secret("hunter2-old")`),
      "Pulumi.dev.yaml": stackFile("cipher-a", "cipher-b"),
    });
    project.commit();
    project.write({
      "index.ts": withTags(`${same}, other: pulumi.secret("hunter2-new")`),
      "Pulumi.dev.yaml": stackFile("cipher-a", "cipher-c"),
    });
    const evaluations = [await evaluate(), await evaluate()];
    const tags = evaluations.map(({ stacks: [{ before, after }] }) =>
      [before, after].map((snapshot) => queue(snapshot).inputs.tags as Readonly<Record<string, string>>),
    );
    const [[before, after]] = tags;
    assert.deepEqual(
      Object.keys(before).map((tag) => [tag, before[tag] === after[tag]]),
      [
        ["a", true],
        ["b", false],
        ["kept", true],
        ["other", false],
      ],
    );
    assert.ok(Object.values(before).every((shown) => /^\[secret [0-9a-f]{6}\]$/.test(shown)));
    assert.notEqual(tags[0][0].kept, tags[1][0].kept);
    assert.doesNotMatch(JSON.stringify(evaluations), /hunter2|cipher/);
  });

  it("that throw are named with the stack and what they said, but for secrets", async () => {
    const failing = `
      pulumi.secret("hunter2-");
      pulumi.secret("hunter2-plain");
      pulumi.secret(Promise.resolve({ deep: ["hunter2-\\"deep\\""] }));
      config.requireSecret("size").apply((size) => {
        throw new Error(\`no: hunter2-plain \${JSON.stringify("hunter2-\\"deep\\"")} \${size}\\u001b[2J\`);
      });
    `;
    await assert.rejects(evaluateHead(failing, "hunter2-config"), (error: Error) => {
      assert.equal(error.name, "SetupError");
      assert.equal(
        error.message,
        "The program of the head, the work tree, could not be evaluated for stack prod:\n" +
          'no: [secret] "[secret]" [secret]\\u{1b}[2J',
      );
      return true;
    });
  });

  it("with a mistake in the code tell its place in the program", async () => {
    const failing = "const none: any = undefined;\nnone.member;";
    await assert.rejects(evaluateHead(failing), (error: Error) => {
      assert.match(error.message, /\nTypeError: .*undefined.*\n +at .*\(?index\.ts:6/);
      assert.equal(error.message.includes(os.tmpdir()), false, error.message);
      return true;
    });
  });

  it("with a mistake in its syntax show the line, and nothing of the compiler", async () => {
    await assert.rejects(evaluateHead("const none = ;"), (error: Error) => {
      assert.match(error.message, /Expression expected[^]*index\.ts:5[^]*const none = ;/);
      assert.doesNotMatch(error.message, /Caused by|backtrace| 0: /);
      assert.equal(error.message, error.message.trimEnd());
      return true;
    });
  });

  it("that throw what they made of a secret are shown without it", async () => {
    const failing = `
      const password = pulumi.secret("hunter2-pässword");
      password.apply((text) => {
        const bytes = Buffer.from(text);
        throw new Error([bytes.toString("base64"), bytes.toString("base64url"), encodeURIComponent(text),
          JSON.stringify(JSON.stringify({ text })), Buffer.from("me:" + text + "!").toString("base64")].join(" "));
      });
    `;
    await assert.rejects(evaluateHead(failing), (error: Error) => {
      const [, said] = error.message.split("stack prod:\n");
      assert.match(said, /^\[secret\] \[secret\] \[secret\] .*\[secret\].* \S{0,5}\[secret\]\S{0,4}$/);
      assert.doesNotMatch(said, /hunter|aHVudGVy|p%C3/);
      return true;
    });
  });

  it("that end before they have declared anything are no empty program", async () => {
    await assert.rejects(
      evaluateHead("process.exit(0);"),
      /stack prod:\nIt ended by itself, with exit status \d\./,
    );
  });

  const missing: readonly (readonly [string, RegExp])[] = [
    ["Pulumi.yaml", /There is no Pulumi\.yaml in the base, main \(/],
    ["package.json", /There is no package\.json in the base, main \(/],
    [
      "index.ts",
      /^SetupError: The program of the base, main \(\w{7}\), .* stack dev:\nCannot find module 'index'$/,
    ],
  ];
  for (const [file, message] of missing) {
    it(`that have no ${file} are named with it`, async () => {
      project.git("rm", "--quiet", "--cached", file);
      project.commitIndex();
      // Then the head need not be evaluated.
      fs.rmSync(path.join(project.root, "Pulumi.dev.yaml"));
      await assert.rejects(evaluate(), message);
    });
  }

  it("have no stack that neither of them has", async () => {
    await assert.rejects(
      evaluate({ stacks: ["dev", "prod"] }),
      /--env "prod" is not a stack of either.*have dev: name one/,
    );
    project.git("rm", "--quiet", "Pulumi.dev.yaml");
    project.commit();
    await assert.rejects(evaluate(), /Neither revision has a stack/);
  });

  it("are evaluated with packages of their own where package.json differs", async () => {
    const manifest = fs.readFileSync(path.join(project.root, "package.json"), "utf8");
    const bin = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-npm-"));
    fs.writeFileSync(path.join(bin, "npm"), FAKE_NPM, { mode: 0o755 });
    project.write({
      "index.ts": program(
        'const { size } = require("local");\nnew aws.sqs.Queue("queue", { name: `size-${size}` });',
      ),
      "package.json": '{ "dependencies": { "local": "file:packages/local" } }',
      "package-lock.json":
        '{ "packages": { "node_modules/local": { "resolved": "packages/local", "link": true } } }',
      "packages/local/index.js": "exports.size = 7;",
    });
    project.commit();
    project.write({ "index.ts": program(QUEUE), "package.json": manifest });
    const { PATH } = process.env;
    process.env.PATH = `${bin}${path.delimiter}${PATH ?? ""}`;
    try {
      const [{ before, after }] = (await evaluate()).stacks;
      assert.deepEqual([queue(before).inputs.name, queue(after).inputs.name], ["size-7", "queue-dev"]);
    } finally {
      process.env.PATH = PATH;
      fs.rmSync(bin, { recursive: true });
    }
  });
});
