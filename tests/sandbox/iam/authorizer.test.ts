import assert from "node:assert/strict";
import { accessDenied, Authorizer } from "../../../sandbox/iam/authorizer";
import type { AuthorizationCheck, Principal, RecordedResource } from "../../../sandbox/types";
import {
  ACCOUNT,
  allow,
  deny,
  document,
  encryptedBucket,
  KEY_ARN,
  program,
  REGION,
  resource,
  role,
  roleArn,
  stackKey,
  WORKGROUP_ARN,
} from "./recorded-program";

const NAME = "stepline-dev-extract";
const BUCKET = "stepline-dev-raw";

function session(name = NAME): Principal {
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/run`;
  return {
    kind: "role",
    roleArn: roleArn(name),
    roleName: name,
    sessionName: "run",
    arn,
    assumedBy: "lambda.amazonaws.com",
  };
}

const check = (action: string, onto: string, context = {}): AuthorizationCheck => ({
  action,
  resource: onto,
  context,
});
const read = check("s3:GetObject", `arn:aws:s3:::${BUCKET}/data/x`, { "aws:SecureTransport": "true" });

describe("Authorizer", () => {
  it("decides by the role's recorded policy, inline policies included", () => {
    const inlinePolicies = [
      { name: "more", policy: document(allow("Write", "s3:PutObject", `arn:aws:s3:::${BUCKET}/out/*`)) },
    ];
    const [declared, policy] = role(NAME, [allow("Read", "s3:GetObject", `arn:aws:s3:::${BUCKET}/data/*`)], {
      inputs: { inlinePolicies },
    });
    const authorizer = new Authorizer(program(declared, policy));
    assert.equal(authorizer.authorize(session(), read).decidedBy, `Read of policy ${NAME}`);
    assert.equal(
      authorizer.authorize(session(), check("s3:PutObject", `arn:aws:s3:::${BUCKET}/out/y`)).decidedBy,
      `Write of policy ${NAME}/more`,
    );
    assert.equal(
      authorizer.authorize(session(), check("s3:PutObject", `arn:aws:s3:::${BUCKET}/data/y`)).allowed,
      false,
    );
  });

  it("writes a refusal as AWS does", () => {
    const ruling = new Authorizer(program(...role(NAME, []))).authorize(session(), read);
    assert.equal(
      accessDenied(ruling).message,
      `User: arn:aws:sts::${ACCOUNT}:assumed-role/${NAME}/run is not authorized to perform: s3:GetObject on resource: ` +
        `arn:aws:s3:::${BUCKET}/data/x because no identity-based policy allows the s3:GetObject action`,
    );
  });

  it("applies bucket, topic and queue policies to what they guard", () => {
    const everything = role(NAME, [allow("All", "*", "*")]);
    const closed = (Action: string) => document({ ...deny("Closed", Action, "*"), Principal: "*" });
    const queue = resource(
      "aws:sqs/queue:Queue",
      "q",
      { name: "q" },
      { arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:q`, url: "https://sqs/1/q" },
    );
    const topic = resource(
      "aws:sns/topic:Topic",
      "t",
      { name: "t" },
      { arn: `arn:aws:sns:${REGION}:${ACCOUNT}:t` },
    );
    const authorizer = new Authorizer(
      program(
        ...[...everything, queue, topic],
        resource("aws:s3/bucketPolicy:BucketPolicy", "b", { bucket: BUCKET, policy: closed("s3:*") }),
        resource("aws:sqs/queuePolicy:QueuePolicy", "qp", {
          queueUrl: "https://sqs/1/q",
          policy: closed("sqs:*"),
        }),
        resource("aws:sns/topicPolicy:TopicPolicy", "tp", {
          arn: topic.state.arn,
          policy: closed("sns:Publish"),
        }),
      ),
    );
    const refused: [string, string][] = [
      ["s3:GetObject", `arn:aws:s3:::${BUCKET}/x`],
      ["s3:ListBucket", `arn:aws:s3:::${BUCKET}`],
      ["sqs:SendMessage", String(queue.state.arn)],
      ["sns:Publish", String(topic.state.arn)],
    ];
    for (const [action, arn] of refused) {
      assert.match(
        authorizer.authorize(session(), check(action, arn)).decidedBy,
        /^explicit deny: Closed of policy/,
      );
    }
    assert.equal(
      authorizer.authorize(session(), check("s3:GetObject", "arn:aws:s3:::other/x")).allowed,
      true,
    );
  });

  it("denies unencrypted transport by a TLS-only bucket policy, and only that", () => {
    const condition = { Bool: { "aws:SecureTransport": "false" } };
    const policy = document({ ...deny("TlsOnly", "s3:*", "*", condition), Principal: "*" });
    const bucketPolicy = resource("aws:s3/bucketPolicy:BucketPolicy", "b", { bucket: BUCKET, policy });
    const authorizer = new Authorizer(program(...role(NAME, [allow("All", "s3:*", "*")]), bucketPolicy));
    assert.equal(authorizer.authorize(session(), read).allowed, true);
    assert.equal(
      authorizer.authorize(session(), { ...read, context: { "aws:SecureTransport": "false" } }).allowed,
      false,
    );
  });

  it("opens the stack's key to the stack's roles through services only", () => {
    const authorizer = new Authorizer(
      program(...stackKey(), ...encryptedBucket(BUCKET), ...role(NAME, []), ...role("foreign", [])),
    );
    const context = { "kms:ViaService": `s3.${REGION}.amazonaws.com`, "kms:CallerAccount": ACCOUNT };
    const decrypt = check("kms:Decrypt", KEY_ARN, context);
    assert.equal(
      authorizer.authorize(session(), decrypt).decidedBy,
      `ThroughServices of policy key policy of ${KEY_ARN.split(":")[5]}`,
    );
    assert.equal(
      authorizer.authorize(session(), check("kms:Decrypt", KEY_ARN, { "kms:CallerAccount": ACCOUNT }))
        .allowed,
      false,
    );
    assert.equal(authorizer.authorize(session("foreign"), decrypt).allowed, false);
  });

  it("gives a key without a policy AWS's default: the account decides", () => {
    const key = resource("aws:kms/key:Key", "k", {}, { arn: KEY_ARN });
    const authorizer = new Authorizer(
      program(key, ...role(NAME, [allow("Decrypt", "kms:Decrypt", KEY_ARN)])),
    );
    assert.equal(authorizer.authorize(session(), check("kms:Decrypt", KEY_ARN)).allowed, true);
    assert.equal(authorizer.authorize(session(), check("kms:Encrypt", KEY_ARN)).allowed, false);
  });

  it("keeps a role within its recorded boundary", () => {
    const boundaryArn = `arn:aws:iam::${ACCOUNT}:policy/limit`;
    const limit = resource(
      "aws:iam/policy:Policy",
      "limit",
      { name: "limit", policy: document(allow("L", "s3:Get*", "*")) },
      { arn: boundaryArn },
    );
    const bounded = role(NAME, [allow("All", "s3:*", "*")], { inputs: { permissionsBoundary: boundaryArn } });
    const authorizer = new Authorizer(program(limit, ...bounded));
    assert.equal(authorizer.authorize(session(), read).allowed, true);
    assert.match(
      authorizer.authorize(session(), check("s3:PutObject", "arn:aws:s3:::b/x")).because,
      /no permissions boundary allows/,
    );
  });

  it("keeps a role within the boundary that the stack's bootstrap makes", () => {
    const permissionsBoundary = `arn:aws:iam::${ACCOUNT}:policy/stepline-bootstrap-dev-boundary`;
    const workgroup = resource(
      "aws:redshiftserverless/workgroup:Workgroup",
      "workgroup",
      {},
      { arn: WORKGROUP_ARN },
    );
    const provider = resource("pulumi:providers:aws", "provider", {
      defaultTags: JSON.stringify({ tags: { Project: "stepline", Stack: "dev" } }),
    });
    const bounded = role(NAME, [allow("All", "*", "*")], { inputs: { permissionsBoundary } });
    const judge = (...declared: readonly RecordedResource[]) => {
      const authorizer = new Authorizer(program(...declared, ...bounded));
      const context = { "s3:ResourceAccount": ACCOUNT };
      return (action: string, on: string) => authorizer.authorize(session(), check(action, on, context));
    };
    const allowed = judge(provider, workgroup);
    const own = `arn:aws:s3:::stepline-dev-raw-${ACCOUNT}-eu-west-1/x`;
    assert.equal(allowed("s3:GetObject", own).allowed, true);
    assert.equal(allowed("redshift-data:ExecuteStatement", WORKGROUP_ARN).allowed, true);
    assert.match(
      allowed("s3:GetObject", own.replace("dev", "prod")).because,
      /no permissions boundary allows/,
    );
    assert.match(allowed("iam:CreateUser", "*").because, /explicit deny in a permissions boundary/);
    const untagged = judge(workgroup);
    assert.match(
      untagged("redshift-data:ExecuteStatement", WORKGROUP_ARN).because,
      /no permissions boundary allows/,
    );
  });

  it("knows the tags of the role and the time", () => {
    const condition = {
      StringEquals: { "aws:PrincipalTag/team": "data" },
      DateLessThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" },
    };
    const tagged = program(
      ...role(NAME, [allow("Read", "s3:*", "*", condition)], { inputs: { tags: { team: "data" } } }),
    );
    assert.equal(
      new Authorizer(tagged, () => new Date("2025-06-01")).authorize(session(), read).allowed,
      true,
    );
    assert.equal(
      new Authorizer(tagged, () => new Date("2026-06-01")).authorize(session(), read).allowed,
      false,
    );
  });

  it("lets a service act on a function by its recorded permission, from the named source only", () => {
    const fn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:f`;
    const inputs = {
      function: "f",
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      sourceArn: "arn:aws:events:eu-west-1:1:rule/r",
      qualifier: "live",
    };
    const authorizer = new Authorizer(program(resource("aws:lambda/permission:Permission", "p", inputs)));
    const ask = (arn: string, source: string) =>
      authorizer.authorizeService(
        "events.amazonaws.com",
        check("lambda:InvokeFunction", arn, { "aws:SourceArn": source }),
      ).allowed;
    assert.equal(ask(`${fn}:live`, "arn:aws:events:eu-west-1:1:rule/r"), true);
    assert.equal(ask(`${fn}:live`, "arn:aws:events:eu-west-1:1:rule/other"), false);
    assert.equal(ask(fn, "arn:aws:events:eu-west-1:1:rule/r"), false);
  });

  it("tells used, unused, AWS's own and denied apart in its table", () => {
    const statements = [
      allow("Read", ["s3:GetObject", "s3:GetObjectVersion"], `arn:aws:s3:::${BUCKET}/*`),
      allow("Spare", "sns:Publish", "*"),
      allow("Trace", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"),
    ];
    const authorizer = new Authorizer(program(...role(NAME, statements)));
    authorizer.authorize(session(), read);
    authorizer.authorize(session(), read);
    authorizer.authorize(session(), check("sqs:SendMessage", "arn:aws:sqs:eu-west-1:1:q"));
    const rows = authorizer
      .usage()
      .map(({ sid, status, uses, unusedActions }) => ({ sid, status, uses, unusedActions }));
    assert.deepEqual(rows, [
      { sid: "Read", status: "used", uses: 2, unusedActions: ["s3:GetObjectVersion"] },
      { sid: "Spare", status: "unused", uses: 0, unusedActions: [] },
      { sid: "Trace", status: "aws", uses: 0, unusedActions: [] },
      { sid: "", status: "denied", uses: 1, unusedActions: [] },
    ]);
    assert.deepEqual(
      authorizer.verdicts().map(({ count, verdict }) => [verdict.action, verdict.allowed, count]),
      [
        ["s3:GetObject", true, 2],
        ["sqs:SendMessage", false, 1],
      ],
    );
  });

  it("allows the operator everything and keeps it out of the table", () => {
    const authorizer = new Authorizer(program(...role(NAME, [])));
    const operator: Principal = { kind: "operator", arn: `arn:aws:iam::${ACCOUNT}:root` };
    authorizer.noteOperator("s3", "PutObject");
    assert.equal(authorizer.authorize(operator, read).allowed, true);
    assert.deepEqual(authorizer.usage(), []);
    assert.deepEqual([...authorizer.operatorCalls()], [["s3:PutObject", 1]]);
  });

  const unsupported: [title: string, resources: ReturnType<typeof role>, expected: RegExp][] = [
    [
      "an attached policy",
      [resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {})],
      /doesn't follow "a" .*write the role's policy as an aws.iam.RolePolicy/,
    ],
    [
      "managed policies",
      role(NAME, [], { inputs: { managedPolicyArns: ["arn:aws:iam::aws:policy/X"] } }),
      /managed policies/,
    ],
    [
      "an undeclared boundary",
      role(NAME, [], { inputs: { permissionsBoundary: "arn:aws:iam::1:policy/x" } }),
      /boundary "arn:aws:iam::1:policy\/x", which neither the program nor the bootstrap/,
    ],
    [
      "a policy of an undeclared role",
      role(NAME, [allow("A", "s3:*", "*")]).slice(1),
      /which the program doesn't declare/,
    ],
    [
      "a malformed policy",
      [...role(NAME, [allow("A", "GetObject", "*")])],
      new RegExp(`policy "${NAME}", statement "A": action "GetObject"`),
    ],
  ];
  for (const [title, resources, expected] of unsupported) {
    it(`refuses a program with ${title}`, () => {
      assert.throws(() => new Authorizer(program(...resources)), expected);
    });
  }

  it("refuses a role the program doesn't declare", () => {
    assert.throws(
      () => new Authorizer(program()).authorize(session("ghost"), read),
      /role .*ghost is not declared by the program/,
    );
  });

  it("withholds a statement, or one action of it, of one role until told otherwise, and has each decision told", () => {
    const recorded = program(
      ...role(NAME, [allow("Read", ["s3:GetObject", "s3:GetObjectVersion"], `arn:aws:s3:::${BUCKET}/*`)]),
    );
    const authorizer = new Authorizer(recorded);
    const told: boolean[] = [];
    const stop = authorizer.observe(({ allowed }) => told.push(allowed));
    const policy = authorizer.usage()[0].policy;
    const may = (action: string) => authorizer.authorize(session(), { ...read, action }).allowed;
    authorizer.withhold({ roleName: NAME, policy, sid: "Read", action: "s3:GetObject" });
    assert.deepEqual([may("s3:GetObject"), may("s3:GetObjectVersion")], [false, true]);
    authorizer.withhold({ roleName: NAME, policy, sid: "Read" });
    assert.deepEqual([may("s3:GetObject"), may("s3:GetObjectVersion")], [false, false]);
    authorizer.withhold({ roleName: "other", policy, sid: "Read" });
    assert.ok(may("s3:GetObject"));
    authorizer.withhold(undefined);
    assert.ok(may("s3:GetObject"));
    stop();
    may("s3:GetObject");
    assert.deepEqual(told, [false, true, false, false, true, true]);
  });
});
