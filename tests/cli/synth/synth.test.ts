import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { projectRoot } from "../../../sandbox/paths";
import { type Circumstances, stepline } from "../run-stepline";

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly parent?: string;
  readonly dependencies: readonly string[];
  readonly inputs: Readonly<Record<string, unknown>>;
}

describe("stepline synth", function () {
  this.timeout(120_000);
  let place: string;

  before(() => {
    place = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-synth-"));
    const { status, stderr } = stepline(["synth", "--out", path.join(place, "dev")]);
    assert.equal(status, 0, stderr);
  });
  after(() => {
    fs.rmSync(place, { recursive: true, force: true });
  });

  const read = (file: string, folder = "dev"): string =>
    fs.readFileSync(path.join(place, folder, file), "utf8");
  const parse = (file: string, folder = "dev"): unknown => JSON.parse(read(file, folder));
  const resourcesOf = (folder = "dev"): readonly Resource[] =>
    parse("resources.json", folder) as readonly Resource[];

  it("writes the same bytes wherever, in whichever language, time zone and process it runs", () => {
    const places: readonly Circumstances[] = [
      { cwd: os.tmpdir(), env: { TZ: "Pacific/Kiritimati", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" } },
      // Compiled by ts-node in this very run.
      { cwd: projectRoot, env: { TZ: "America/St_Johns", LC_ALL: "C", STEPLINE_COMPILE: "always" } },
    ];
    for (const [index, circumstances] of places.entries()) {
      const out = path.join(place, `again-${index}`);
      assert.equal(stepline(["synth", "--env", "dev", "--out", out], circumstances).status, 0);
      assert.deepEqual(texts(out), texts(path.join(place, "dev")));
    }
  });

  it("has the checksum of every other file in the manifest, and the stand-ins for account and region", () => {
    const { files, ...rest } = parse("manifest.json") as {
      files: Record<string, { sha256: string; bytes: number }>;
    };
    assert.deepEqual(rest, {
      format: "stepline-synth",
      formatVersion: 2,
      project: "stepline",
      stack: "dev",
      placeholders: { accountId: "111122223333", region: "eu-west-1" },
    });
    const written = texts(path.join(place, "dev"));
    delete written["manifest.json"];
    const sums = Object.entries(written).map(([file, text]) => [
      file,
      { bytes: Buffer.byteLength(text), sha256: createHash("sha256").update(text).digest("hex") },
    ]);
    assert.deepEqual(files, Object.fromEntries(sums));
  });

  it("lists every resource once, with parents and dependencies that are listed too", () => {
    const resources = resourcesOf();
    const urns = resources.map(({ urn }) => urn);
    assert.deepEqual(urns, [...new Set(urns)].sort());
    const roots = resources.filter(({ parent }) => parent === undefined);
    assert.deepEqual(
      roots.map(({ type }) => type),
      ["pulumi:pulumi:Stack"],
    );
    const known = new Set(urns);
    const unknown = resources.flatMap(({ parent, dependencies }) =>
      [...dependencies, ...(parent === undefined ? [] : [parent])].filter((urn) => !known.has(urn)),
    );
    assert.deepEqual(unknown, []);
  });

  it("tells a function's code and the Glue script by their contents", () => {
    const resources = resourcesOf();
    const code = named(resources, "marketing-extract-function").inputs.code as {
      archive: { files: Record<string, { sha256: string; bytes: number }> };
    };
    assert.deepEqual(Object.keys(code.archive.files), ["index.js"]);
    const script = fs.readFileSync(path.join(projectRoot, "glue/transform.py"));
    assert.deepEqual(
      resources.find(({ inputs }) => String(inputs.key).endsWith("/transform.py"))?.inputs.source,
      {
        asset: {
          name: "transform.py",
          bytes: script.length,
          sha256: createHash("sha256").update(script).digest("hex"),
        },
      },
    );
  });

  it("has no path of this machine in any file", () => {
    for (const [file, text] of Object.entries(texts(path.join(place, "dev")))) {
      for (const folder of [projectRoot, os.homedir() === "/" ? projectRoot : os.homedir(), place]) {
        assert.ok(!text.includes(folder), `${file} names ${folder}`);
      }
    }
  });

  it("writes every state machine's definition as it is deployed", () => {
    const machines = resourcesOf().filter(({ type }) => type === "aws:sfn/stateMachine:StateMachine");
    assert.deepEqual(
      fs.readdirSync(path.join(place, "dev/workflows")).sort(),
      machines.map(({ inputs }) => `${String(inputs.name)}.asl.json`).sort(),
    );
    for (const { inputs } of machines) {
      const written = parse(`workflows/${String(inputs.name)}.asl.json`);
      assert.equal(JSON.stringify(written), inputs.definition);
    }
  });

  it("writes every role with its trust and all its policies", () => {
    const resources = resourcesOf();
    const roles = resources.filter(({ type }) => type === "aws:iam/role:Role");
    const policies = resources.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
    assert.equal(fs.readdirSync(path.join(place, "dev/roles")).length, roles.length);
    let written = 0;
    for (const { inputs } of roles) {
      const role = parse(`roles/${String(inputs.name)}.json`) as {
        trust: unknown;
        policies: Record<string, unknown>;
      };
      assert.deepEqual(role.trust, JSON.parse(String(inputs.assumeRolePolicy)));
      for (const [name, document] of Object.entries(role.policies)) {
        const policy = policies.find((one) => one.inputs.role === inputs.name && one.inputs.name === name);
        assert.deepEqual(document, JSON.parse(String(policy?.inputs.policy)));
        written++;
      }
    }
    assert.equal(written, policies.length);
  });

  it("writes a contract as the pipeline's steps read it, and the SQL of its tables", () => {
    const stored = resourcesOf().find(({ name }) => name === "marketing-contract");
    assert.deepEqual(parse("contracts/campaign-contacts.json"), JSON.parse(String(stored?.inputs.content)));
    const sql = read("contracts/campaign-contacts.sql");
    assert.match(sql, /^CREATE SCHEMA IF NOT EXISTS "marketing";\n/);
    assert.match(
      sql,
      /\nCREATE TABLE IF NOT EXISTS "marketing"\."campaign_contacts" \(\n[\s\S]*\nENCODE AUTO;\n/,
    );
    assert.match(sql, /\nCREATE TEMP TABLE "stepline_staging" \(\n/);
  });

  it("tells each bundle's size and checksum, and whose code it is", () => {
    const bundles = parse("bundles.json") as {
      name: string;
      kind: string;
      bytes: number;
      sha256: string;
      files?: Record<string, { bytes: number }>;
      usedBy: string[];
    }[];
    const job = ["stepline-dev-marketing-transform"];
    assert.deepEqual(
      bundles.map(({ name, kind, usedBy }) => [name, kind, usedBy]),
      [
        ...["extract", "reconcile", "start-load"].map((name) => [
          name,
          "function",
          [`stepline-dev-marketing-${name}`],
        ]),
        ["stepline_glue.zip", "Glue modules", job],
        ["transform.py", "Glue script", job],
        ["validate-schema", "function", ["stepline-dev-marketing-validate-schema"]],
      ],
    );
    const [script, modules] = ["transform.py", "stepline_glue.zip"].map((wanted) =>
      bundles.find(({ name }) => name === wanted),
    );
    const source = fs.readFileSync(path.join(projectRoot, "glue/transform.py"));
    assert.deepEqual(
      [script?.bytes, script?.sha256],
      [source.length, createHash("sha256").update(source).digest("hex")],
    );
    const sizes = Object.entries(modules?.files ?? {});
    assert.ok(sizes.length > 1);
    for (const [file, { bytes }] of sizes) {
      assert.equal(bytes, fs.statSync(path.join(projectRoot, "glue", file)).size, file);
    }
    assert.equal(
      modules?.bytes,
      sizes.reduce((sum, [, { bytes }]) => sum + bytes, 0),
    );
  });

  it("writes down nothing that another version of zlib would make otherwise", () => {
    assert.doesNotMatch(read("bundles.json"), /gzip/i);
  });

  it("says what it wrote in 80 columns, and replaces an earlier synthesis of another stack", () => {
    const out = path.join(place, "replaced");
    assert.equal(stepline(["synth", "--out", out]).status, 0);
    const { status, stdout } = stepline(["synth", "--env", "prod", "--out", "replaced"], { cwd: place });
    assert.equal(status, 0);
    assert.match(
      stdout,
      /^Stack prod: \d+ resources, 2 workflows, \d+ roles, 1 contract\n6 bundles: \d+ KB, \d+ KB gzipped\n\d+ files in replaced\n$/,
    );
    assert.ok(stdout.split("\n").every((line) => line.length <= 80));
    assert.equal((parse("manifest.json", "replaced") as { stack: string }).stack, "prod");
    assert.ok(fs.readdirSync(path.join(out, "workflows")).every((file) => file.startsWith("stepline-prod-")));
    assert.deepEqual(
      fs.readdirSync(place).filter((name) => name.includes("replaced.")),
      [],
    );
  });

  it("takes configuration values in place of the stack's, with or without the project's name", () => {
    const out = path.join(place, "configured");
    const config = ["--config", "logRetentionDays=30", "--config", "stepline:transformMaxWorkers=3"];
    const { status, stderr } = stepline(["synth", "--out", out, ...config]);
    assert.equal(status, 0, stderr);
    const resources = resourcesOf("configured");
    assert.equal(named(resources, "marketing-extract-logs").inputs.retentionInDays, 30);
    assert.equal(named(resources, "marketing-transform-job").inputs.numberOfWorkers, 3);
  });

  const refusals: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["no folder", [], /^--out is missing: name the folder to write to/],
    [
      "an unknown stack",
      ["--env", "staging", "--out", "x"],
      /^--env "staging" is not a stack of this project, which has dev and prod: name one, or add Pulumi\.staging\.yaml\.\n$/,
    ],
    ["a wrong value", ["--out", "x", "--config", "novalue"], /^--config "novalue" is no <key>=<value>/],
  ];
  for (const [what, args, message] of refusals) {
    it(`refuses ${what} with status 2 and writes nothing`, () => {
      const { status, stdout, stderr } = stepline(["synth", ...args], { cwd: place });
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, message);
      assert.ok(!fs.existsSync(path.join(place, "x")));
    });
  }

  it("ends with 2 and the program's own words when the stack's configuration is wrong", () => {
    const { status, stderr } = stepline(["synth", "--out", "x", "--config", "warehouseBaseCapacityRpu=7"], {
      cwd: place,
    });
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^The stepline: configuration of the stack is wrong\. .*\n {2}stepline:warehouseBaseCapacityRpu is 7: must be .*\n$/,
    );
    assert.ok(!fs.existsSync(path.join(place, "x")));
  });
});

function named(resources: readonly Resource[], name: string): Resource {
  const found = resources.find((resource) => resource.name === name);
  assert.ok(found, `no resource ${name}`);
  return found;
}

/** Path -> text of every file in a folder. */
function texts(folder: string): Record<string, string> {
  return Object.fromEntries(
    fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [path.relative(folder, file), fs.readFileSync(file, "utf8")]),
  );
}
