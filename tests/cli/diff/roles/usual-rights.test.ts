import { strict as assert } from "node:assert";
import type { Block, Text } from "../../../../cli/diff/document/document";
import { compareRoles } from "../../../../cli/diff/roles/compare";
import { describeRoles } from "../../../../cli/diff/roles/describe";
import type { RoleChange } from "../../../../cli/diff/roles/role-change";
import type { Snapshot, SnapshotResource } from "../../../../cli/diff/snapshot";
import { BY_LAMBDA, policyText, snapshotOf, type Statement, WRITE } from "./policy-snapshot";

const STACK = "urn:pulumi:dev::stepline::pulumi:pulumi:Stack::stepline-dev";

/** It can hand on permissions: that alarms. */
const pass = (name: string): Statement => ({
  ...{ Sid: "PassRole", Effect: "Allow", Action: "iam:PassRole" },
  Resource: `arn:aws:iam::111122223333:role/stepline-dev-${name}-job`,
});

/** A pipeline of one role, `stepline-dev-<name>-ingest`. */
function pipeline(
  name: string,
  statements: readonly Statement[] = [pass(name)],
  inputs: Readonly<Record<string, unknown>> = {},
): readonly SnapshotResource[] {
  const place = "urn:pulumi:dev::stepline::stepline:pipeline:Pipeline";
  const role = `stepline-dev-${name}-ingest`;
  const common = { dependencies: [], options: {}, outputs: {} };
  const [roleType, policyType] = ["aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"];
  const child = (type: string, own: string, given: SnapshotResource["inputs"]): SnapshotResource => ({
    ...{ ...common, urn: `${place}$${type}::${own}`, parent: `${place}::${name}` },
    ...{ type, name: own, custom: true, inputs: given },
  });
  return [
    {
      ...{ ...common, urn: `${place}::${name}`, parent: STACK, type: "stepline:pipeline:Pipeline" },
      ...{ name, custom: false, inputs: {} },
    },
    child(roleType, `${name}-ingest-role`, {
      name: role,
      assumeRolePolicy: policyText(BY_LAMBDA),
      ...inputs,
    }),
    child(policyType, `${name}-ingest-policy`, { name: role, role, policy: policyText(...statements) }),
  ];
}

const base = snapshotOf(...pipeline("marketing"));

async function changes(
  now: readonly (readonly SnapshotResource[])[],
  before: Snapshot = base,
): Promise<readonly RoleChange[]> {
  return await compareRoles(before, snapshotOf(...pipeline("marketing"), ...now.flat()));
}

function words(blocks: readonly Block[], kind: "warning" | "paragraph"): readonly string[] {
  const plain = (text: Text): string =>
    text.map((span) => (typeof span === "string" ? span : "code" in span ? span.code : span.strong)).join("");
  return blocks.flatMap((block) => (block.kind === kind ? [plain(block.text)] : []));
}

describe("the rights of a new pipeline", () => {
  it("are said once, without an alarm, where all pipelines have them", async () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const blocks = describeRoles(await changes(names.map((name) => pipeline(name))));
    assert.deepEqual(words(blocks, "warning"), []);
    assert.equal(
      words(blocks, "paragraph").at(-1),
      "7 new pipelines with the rights that pipelines have: what PassRole of a, b, c, d and 3 more allows, " +
        "marketing has as well, but for names.",
    );
    const folded = blocks.filter(({ kind }) => kind === "folded");
    assert.equal(folded.length, 1);
  });

  it("alarm where they are of a new kind, once for many", async () => {
    const loud: Statement = { ...pass("x"), Sid: "Loud", Action: "iam:PutRolePolicy" };
    const own = (name: string): Statement => ({
      ...loud,
      Resource: `arn:aws:iam::111122223333:role/stepline-dev-${name}-job`,
    });
    const blocks = describeRoles(
      await changes(["a", "b", "c"].map((name) => pipeline(name, [pass(name), own(name)]))),
    );
    const warnings = words(blocks, "warning");
    assert.equal(warnings.length, 1, warnings.join("\n"));
    assert.match(
      warnings[0],
      /^3 roles, stepline-dev-a-ingest, stepline-dev-b-ingest and stepline-dev-c-ingest: Loud: .*iam:PutRolePolicy/,
    );
    assert.match(warnings[0], /of the others alike, but for names\.$/);
  });

  const unusual: readonly (readonly [string, readonly SnapshotResource[]])[] = [
    ["of another pipeline's role", pipeline("a", [pass("marketing")])],
    ["under the same name for more", pipeline("a", [{ ...pass("a"), Resource: "*" }])],
    [
      "without a condition less",
      pipeline("a", [{ ...pass("a"), Action: ["iam:PassRole", "iam:CreateRole"] }]),
    ],
    [
      "of a role that others may assume",
      pipeline("a", [pass("a")], {
        assumeRolePolicy: policyText({ ...BY_LAMBDA, Principal: { Service: "ec2.amazonaws.com" } }),
      }),
    ],
    [
      "of a role with a managed policy more",
      pipeline("a", [pass("a")], { managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }),
    ],
  ];
  for (const [what, resources] of unusual) {
    it(`alarm ${what}`, async () => {
      const warnings = words(describeRoles(await changes([resources])), "warning");
      assert.ok(
        warnings.some((warning) => warning.includes("PassRole: It can change or hand on permissions")),
      );
    });
  }

  it("alarm where the pipeline is not new, and where the base has no pipeline", async () => {
    const [widened] = await compareRoles(
      snapshotOf(...pipeline("marketing"), ...pipeline("a", [WRITE])),
      snapshotOf(...pipeline("marketing"), ...pipeline("a")),
    );
    assert.equal(widened.like, undefined);
    assert.equal(words(describeRoles([widened]), "warning").length, 1);
    const first = await changes([], snapshotOf());
    assert.equal(words(describeRoles(first), "warning").length, 1);
  });
});

describe("a policy that can't be read in one revision", () => {
  const own = (policy: string): Snapshot => {
    const [component, role, text] = pipeline("marketing");
    return snapshotOf(component, role, { ...text, inputs: { ...text.inputs, policy } });
  };
  const readable = policyText(pass("marketing"), WRITE);
  for (const [side, before, after] of [
    ["base", own("[secret 1a2b3c]"), own(readable)],
    ["head", own(readable), own("no JSON")],
  ] as const) {
    it(`(the ${side}) is said not to be comparable, and no statement is gained or lost`, async () => {
      const [{ statements, access }] = await compareRoles(before, after);
      assert.equal(access, "both");
      assert.deepEqual(
        statements.map(({ sid, words: said }) => [sid, said]),
        [["whole policy", "can't be compared: one of both, or each, is a secret, or no policy"]],
      );
    });
  }
});
