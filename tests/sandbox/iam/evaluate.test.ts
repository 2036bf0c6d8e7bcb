import assert from "node:assert/strict";
import { evaluate, type PolicySet } from "../../../sandbox/iam/evaluate";
import { parsePolicy } from "../../../sandbox/iam/policy";
import type { Caller } from "../../../sandbox/iam/principal";
import { ACCOUNT, allow, deny, document, KEY_ARN, roleArn } from "./recorded-program";

const ROLE = roleArn("reader");
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/run-1`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const OBJECT = "arn:aws:s3:::bucket/key";
const reader: Caller = {
  ...{ kind: "role", roleArn: ROLE, roleName: "reader", sessionName: "run-1", arn: SESSION },
  assumedBy: "lambda.amazonaws.com",
};

const identity = (...statements: unknown[]) => parsePolicy(document(...statements), "own");
const onResource = (...statements: unknown[]) =>
  parsePolicy(document(...statements), "bucket policy", "resource");
const grant = (Principal: unknown, extra: object = {}) => ({
  ...allow("Grant", "s3:*", "*"),
  Principal,
  ...extra,
});

function decide(
  policies: Partial<PolicySet>,
  action = "s3:GetObject",
  resource = OBJECT,
  context = {},
  principal = reader,
) {
  return evaluate({ principal, action, resource, context }, { identity: [], ...policies });
}

describe("evaluate", () => {
  it("denies what nothing allows, in AWS's words", () => {
    const decision = decide({});
    assert.equal(decision.allowed, false);
    assert.equal(
      decision.decidedBy,
      "implicit deny: no identity-based policy allows the s3:GetObject action",
    );
    assert.equal(decision.because, "because no identity-based policy allows the s3:GetObject action");
  });

  it("allows by an identity policy and names the statement", () => {
    const decision = decide({ identity: [identity(allow("Read", "s3:get*", "arn:aws:s3:::bucket/*"))] });
    assert.equal(decision.allowed, true);
    assert.equal(decision.decidedBy, "Read of policy own");
  });

  it("denies explicitly over every allow, wherever the denial stands", () => {
    const everything = identity(allow("All", "*", "*"));
    const refusals: [Partial<PolicySet>, string][] = [
      [{ identity: [everything, identity(deny("No", "s3:*", "*"))] }, "an identity-based policy"],
      [
        { identity: [everything], resource: onResource({ ...grant("*"), Effect: "Deny" }) },
        "a resource-based policy",
      ],
      [
        { identity: [everything], boundary: identity(allow("All", "*", "*"), deny("No", "s3:*", "*")) },
        "a permissions boundary",
      ],
      [
        { identity: [everything], session: identity(allow("All", "*", "*"), deny("No", "s3:*", "*")) },
        "a session policy",
      ],
    ];
    for (const [policies, where] of refusals) {
      const decision = decide(policies);
      assert.deepEqual([decision.allowed, decision.explicit], [false, true]);
      assert.equal(decision.because, `with an explicit deny in ${where}`);
    }
  });

  it("takes actions whatever their case and ARNs as they are", () => {
    assert.equal(decide({ identity: [identity(allow("Read", "S3:GETOBJECT", OBJECT))] }).allowed, true);
    assert.equal(
      decide({
        identity: [identity(allow("Read", "s3:GetObject", OBJECT.toUpperCase().replace("ARN", "arn")))],
      }).allowed,
      false,
    );
  });

  it("reads NotAction and NotResource as everything else", () => {
    const policy = {
      ...allow("Rest", [], []),
      Action: undefined,
      Resource: undefined,
      NotAction: "iam:*",
      NotResource: "arn:aws:s3:::secret/*",
    };
    const rest = [identity(policy)];
    assert.equal(decide({ identity: rest }).allowed, true);
    assert.equal(decide({ identity: rest }, "iam:PassRole", ROLE).allowed, false);
    assert.equal(decide({ identity: rest }, "s3:GetObject", "arn:aws:s3:::secret/x").allowed, false);
  });

  it("allows by a resource policy that names session, role or everyone, without any identity policy", () => {
    for (const principal of [{ AWS: SESSION }, { AWS: ROLE }, "*", { AWS: "*" }]) {
      assert.equal(
        decide({ resource: onResource(grant(principal)) }).allowed,
        true,
        JSON.stringify(principal),
      );
    }
  });

  it("needs the identity policy too when the resource policy names the account or somebody else", () => {
    const read = identity(allow("Read", "s3:GetObject", "*"));
    for (const principal of [
      { AWS: ROOT },
      { AWS: ACCOUNT },
      { AWS: roleArn("other") },
      { Service: "lambda.amazonaws.com" },
    ]) {
      const resource = onResource(grant(principal));
      assert.equal(decide({ resource }).allowed, false, JSON.stringify(principal));
      assert.equal(decide({ resource, identity: [read] }).allowed, true);
    }
  });

  it("spares from a NotPrincipal denial only a session named with its role and account", () => {
    const read = identity(allow("Read", "s3:GetObject", "*"));
    const denial = (names: string[]) =>
      onResource({ ...deny("Others", "s3:*", "*"), NotPrincipal: { AWS: names } });
    assert.equal(decide({ identity: [read], resource: denial([SESSION, ROLE, ROOT]) }).allowed, true);
    assert.equal(decide({ identity: [read], resource: denial([ROLE, ROOT]) }).allowed, false);
  });

  it("keeps identity grants and grants to the role within boundary and session policy, but not a grant to the session", () => {
    const narrow = identity(allow("Only", "s3:ListBucket", "*"));
    for (const limit of ["boundary", "session"] as const) {
      const words = limit === "boundary" ? "no permissions boundary allows" : "no session policy allows";
      const byIdentity = decide({ identity: [identity(allow("Read", "s3:*", "*"))], [limit]: narrow });
      assert.match(byIdentity.because, new RegExp(words));
      assert.equal(decide({ resource: onResource(grant({ AWS: ROLE })), [limit]: narrow }).allowed, false);
      assert.equal(decide({ resource: onResource(grant({ AWS: SESSION })), [limit]: narrow }).allowed, true);
    }
  });

  it("enters a key only through its policy: directly, or through the account and an identity policy", () => {
    const decrypt = identity(allow("Decrypt", "kms:Decrypt", KEY_ARN));
    const key = (principal: unknown) => onResource({ ...allow("Use", "kms:*", "*"), Principal: principal });
    const ask = (policies: Partial<PolicySet>) => decide(policies, "kms:Decrypt", KEY_ARN);
    assert.match(
      ask({ identity: [decrypt] }).because,
      /no resource-based policy allows the kms:Decrypt action/,
    );
    assert.equal(ask({ identity: [decrypt], resource: key({ AWS: roleArn("other") }) }).allowed, false);
    assert.equal(ask({ identity: [decrypt], resource: key({ AWS: ROOT }) }).allowed, true);
    assert.match(ask({ resource: key({ AWS: ROOT }) }).because, /no identity-based policy allows/);
    assert.equal(ask({ resource: key({ AWS: ROLE }) }).allowed, true);
  });

  it("enters a role only through its trust policy", () => {
    const trust = (principal: unknown) =>
      parsePolicy(
        document({ Sid: "T", Effect: "Allow", Action: "sts:AssumeRole", Principal: principal }),
        "trust",
        "trust",
      );
    const assume = identity(allow("Assume", "sts:AssumeRole", roleArn("target")));
    const ask = (policies: Partial<PolicySet>) => decide(policies, "sts:AssumeRole", roleArn("target"));
    assert.equal(ask({ identity: [assume] }).allowed, false);
    assert.equal(ask({ identity: [assume], resource: trust({ AWS: ROOT }) }).allowed, true);
    assert.equal(ask({ resource: trust({ AWS: ROOT }) }).allowed, false);
    assert.equal(ask({ resource: trust({ AWS: ROLE }) }).allowed, true);
  });

  it("admits a service by its name and source", () => {
    const source = { ArnLike: { "aws:SourceArn": "arn:aws:states:eu-west-1:1:stateMachine:*" } };
    const statement = {
      Sid: "T",
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: "states.amazonaws.com" },
    };
    const resource = parsePolicy(document({ ...statement, Condition: source }), "trust", "trust");
    const ask = (service: string, arn: string) =>
      decide({ resource }, "sts:AssumeRole", ROLE, { "aws:SourceArn": arn }, {
        kind: "service",
        service,
      } as never).allowed;
    assert.equal(ask("states.amazonaws.com", "arn:aws:states:eu-west-1:1:stateMachine:m"), true);
    assert.equal(ask("states.amazonaws.com", "arn:aws:states:eu-west-1:2:stateMachine:m"), false);
    assert.equal(ask("lambda.amazonaws.com", "arn:aws:states:eu-west-1:1:stateMachine:m"), false);
  });

  it("replaces policy variables of the caller in resources", () => {
    const own = [
      identity(
        allow("Own", "s3:GetObject", "arn:aws:s3:::bucket/${aws:PrincipalAccount}/${aws:PrincipalType}/*"),
      ),
    ];
    assert.equal(
      decide({ identity: own }, "s3:GetObject", `arn:aws:s3:::bucket/${ACCOUNT}/AssumedRole/x`).allowed,
      true,
    );
    assert.equal(
      decide({ identity: own }, "s3:GetObject", "arn:aws:s3:::bucket/9/AssumedRole/x").allowed,
      false,
    );
  });

  it("knows the caller's aws:PrincipalArn as the role and aws:userid as role id and session", () => {
    const condition = {
      ArnEquals: { "aws:PrincipalArn": ROLE },
      StringLike: { "aws:userid": "AROA?????????????????:run-1" },
    };
    assert.equal(decide({ identity: [identity(allow("Me", "s3:*", "*", condition))] }).allowed, true);
  });

  it("denies loudly, despite other grants, when a statement's condition key or variable is unknown", () => {
    const everything = identity(allow("All", "*", "*"));
    const strange = [
      identity(allow("Odd", "s3:*", "*", { StringEquals: { "s3:ExistingObjectTag/a": "b" } })),
      identity(deny("Odd", "s3:*", "*", { StringEquals: { "aws:Nonsense": "b" } })),
      identity(allow("Odd", "s3:*", "arn:aws:s3:::${aws:Nonsense}/*")),
      identity(allow("Odd", "s3:*", "*", { StringEquals: { "s3:prefix": "${aws:Nonsense}" } })),
    ];
    for (const policy of strange) {
      const decision = decide({ identity: [everything, policy] });
      assert.equal(decision.allowed, false);
      assert.match(
        decision.decidedBy,
        /^implicit deny: Odd of policy own: the sandbox doesn't know the condition key/,
      );
    }
  });

  it("judges a key that the asker vouches for, by what the request carries of it, and no other", () => {
    const tagged = {
      identity: [identity(allow("Own", "ec2:*", "*", { StringEquals: { "aws:ResourceTag/Stack": "dev" } }))],
    };
    const ask = (context: Record<string, string>, vouched: readonly string[]) =>
      evaluate({ principal: reader, action: "ec2:DeleteVpc", resource: "*", context, vouched }, tagged);
    assert.equal(ask({ "aws:ResourceTag/Stack": "dev" }, ["aws:ResourceTag/"]).allowed, true);
    assert.match(ask({}, ["aws:ResourceTag/"]).decidedBy, /no identity-based policy allows/);
    assert.match(
      ask({}, ["aws:RequestTag/"]).decidedBy,
      /doesn't know the condition key "aws:ResourceTag\/Stack"/,
    );
  });

  it("lets in who holds a token of the trusted provider, and its claims only as they stand", () => {
    const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/issuer.example`;
    const statement = {
      ...{
        Sid: "Job",
        Effect: "Allow",
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: provider },
      },
      Condition: { StringEquals: { "issuer.example:sub": "repo:a/b" } },
    };
    const ask = (caller: Caller, sub: string) =>
      evaluate(
        {
          ...{ principal: caller, action: "sts:AssumeRoleWithWebIdentity", resource: ROLE },
          ...{ context: { "issuer.example:sub": sub }, vouched: ["issuer.example:"] },
        },
        { identity: [], resource: parsePolicy(document(statement), "trust", "trust") },
      ).allowed;
    assert.equal(ask({ kind: "federated", provider }, "repo:a/b"), true);
    assert.equal(ask({ kind: "federated", provider }, "repo:a/c"), false);
    assert.equal(ask({ kind: "federated", provider: `${provider}.evil` }, "repo:a/b"), false);
    assert.equal(ask({ kind: "service", service: provider }, "repo:a/b"), false);
    assert.equal(ask(reader, "repo:a/b"), false);
  });

  it("is not disturbed by unknown keys of statements about something else", () => {
    const odd = allow("Odd", "sqs:*", "*", { StringEquals: { "sqs:Unheard": "b" } });
    assert.equal(decide({ identity: [identity(odd, allow("Read", "s3:GetObject", "*"))] }).allowed, true);
  });

  it("reports every statement that let the request in", () => {
    const policies = { identity: [identity(allow("A", "s3:*", "*"), allow("B", "s3:GetObject", OBJECT))] };
    assert.deepEqual(
      decide(policies).statements.map(({ label }) => label),
      ["A", "B"],
    );
  });
});
