import * as fc from "fast-check";
import { blocks, contexts, oneOrMore, sometimes } from "./generated-conditions";
import type { Asked, PoliciesInForce, Requester, WrittenPolicy, WrittenStatement } from "./oracle/decision";
import { ACCOUNT, roleArn } from "./recorded-program";

/** Policies and requests drawn from few words, so that they often speak of one another. */

const SESSION: Requester = { account: ACCOUNT, role: "reader", session: "run" };
const SERVICE: Requester = { service: "lambda.amazonaws.com" };
export const SESSION_ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/run`;
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/k1`;
/** No key, and no policy of its own: an identity policy is enough for what is done to the alias itself. */
const ALIAS = `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/k1`;

export const actions = fc.constantFrom("s3:GetObject", "s3:PutObject", "sqs:SendMessage");
const actionPatterns = fc.constantFrom(
  ...["*", "s3:*", "S3:getobject", "s3:?utObject", "sqs:*", "s3:Get*", "kms:*", "sts:AssumeRole", "sqs:Send"],
  "sts:AssumeRole*",
);

export const resources = fc.constantFrom(
  ...["arn:aws:s3:::lake/one/x", "arn:aws:s3:::lake", "arn:aws:sqs:eu-west-1:111122223333:queue", "*"],
  ...[
    "arn:aws:lambda:eu-west-1:111122223333:function:f",
    "arn:aws:lambda:eu-west-1:111122223333:function:f:live",
    // Its sixth part begins where an account's wildcard would have to stop.
    "arn:aws:sqs:eu-west-1:1:3:queue",
  ],
);
export const resourcePatterns = fc.constantFrom(
  ...[
    "*",
    "arn:aws:s3:::lake/*",
    "arn:aws:s3:::lake*",
    "arn:aws:s3:::lake/${s3:prefix}/?",
    "arn:aws:s3:::LAKE",
  ],
  ...[
    "arn:aws:*",
    "arn:aws:s3*",
    "arn:*:s3:::lake",
    "arn:aws:sqs:*:*:queue",
    "arn:aws:*:function:f",
    "arn:aws:s?s:*",
  ],
  ...[
    "arn:aws:lambda:*:f",
    "arn:aws:lambda:*:*:function:f",
    "arn:aws:lambda:eu-west-?:*:function:*",
    "arn:aws:l*a:*",
  ],
  ...["arn:aws:s3:::lake/${aws:PrincipalTag/none}", "arn:aws:s3:::lake/${aws:PrincipalTag/none, 'one'}/*"],
  ...[
    "arn:aws:kms:*:*:key/*",
    KEY,
    "arn:aws:s3:::*/${aws:PrincipalTag/team}/x",
    "arn:aws:?3:::lake",
    "arn:aws:s3:::lake?",
  ],
  ...[
    "arn:aws:lambda:eu*3:function:f",
    "arn:aws:lambda:eu-west-?:*:function:f?live",
    "arn:aws:s3:::lake/one/?x",
  ],
  ...["arn:aws:sqs:eu-west-1:1*3:queue", "arn:aws:sqs:eu-west-1:1?3:queue", "arn:aws:kms:*:*:alias/*"],
);

const principals = fc.oneof(
  fc.constant("*" as const),
  oneOrMore(
    fc.constantFrom(
      ...["*", ACCOUNT, `arn:aws:iam::${ACCOUNT}:root`, roleArn("reader"), SESSION_ARN, roleArn("other")],
      ...["444455556666", SESSION_ARN.replace(/run$/, "other")],
    ),
    3,
  ).map((AWS) => ({ AWS })),
  fc.constantFrom("lambda.amazonaws.com", "states.amazonaws.com").map((Service) => ({ Service })),
  fc.constantFrom(
    { AWS: [SESSION_ARN, roleArn("reader"), ACCOUNT], Service: ["lambda.amazonaws.com"] },
    { AWS: [SESSION_ARN, `arn:aws:iam::${ACCOUNT}:root`] },
    { AWS: [roleArn("reader"), ACCOUNT] },
  ),
);

const effects = fc.oneof(
  { weight: 4, arbitrary: fc.constant("Allow" as const) },
  { weight: 1, arbitrary: fc.constant("Deny" as const) },
);

type Kind = "identity" | "resource" | "trust";

function statements(kind: Kind): fc.Arbitrary<WrittenStatement> {
  return fc
    .record({
      Effect: effects,
      actions: oneOrMore(actionPatterns),
      resources: oneOrMore(resourcePatterns),
      principal: principals,
      not: fc.record({ action: fc.nat(4), resource: fc.nat(4), principal: fc.nat(2) }),
      Condition: sometimes(blocks),
    })
    .map(({ Effect, actions, resources, principal, not, Condition }) => ({
      Effect,
      ...(not.action === 0 ? { NotAction: actions } : { Action: actions }),
      ...(kind === "trust" ? {} : not.resource === 0 ? { NotResource: resources } : { Resource: resources }),
      ...(kind === "identity"
        ? {}
        : not.principal === 0 && Effect === "Deny" && kind === "resource"
          ? { NotPrincipal: principal }
          : { Principal: principal }),
      ...(Condition === undefined ? {} : { Condition }),
    }));
}

function policies(kind: Kind, maxLength = 3): fc.Arbitrary<WrittenPolicy> {
  return fc.record({
    Version: fc.oneof(
      { weight: 5, arbitrary: fc.constant("2012-10-17" as const) },
      { weight: 1, arbitrary: fc.constant("2008-10-17" as const) },
    ),
    Statement: oneOrMore(statements(kind), maxLength),
  });
}

export interface Case {
  readonly asked: Asked;
  readonly policies: PoliciesInForce;
  readonly resourceKind: "resource" | "trust";
}

/** What is asked of whom: an ordinary resource, a key, or a role to be assumed. */
const targets = fc.oneof(
  { weight: 4, arbitrary: fc.record({ action: actions, resource: resources }) },
  { weight: 1, arbitrary: fc.constant({ action: "kms:Decrypt", resource: KEY }) },
  { weight: 1, arbitrary: fc.constant({ action: "kms:CreateAlias", resource: ALIAS }) },
  {
    weight: 1,
    arbitrary: fc.record({
      action: fc.constantFrom("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"),
      resource: fc.constant(roleArn("writer")),
    }),
  },
);

export const cases: fc.Arbitrary<Case> = fc
  .record({
    target: targets,
    byService: fc.nat(5).map((number) => number === 0),
    context: contexts,
    identity: fc.array(policies("identity"), { maxLength: 2 }),
    boundary: sometimes(policies("identity")),
    session: sometimes(policies("identity")),
    resource: sometimes(policies("resource"), 4),
    trust: sometimes(policies("trust"), 4),
  })
  .map(({ target, byService, context, identity, boundary, session, resource, trust }) => {
    const assumes = target.action.startsWith("sts:AssumeRole");
    const onResource = assumes ? trust : resource;
    return {
      asked: {
        ...target,
        requester: byService ? SERVICE : SESSION,
        context: { ...context, ...signed(byService) },
      },
      policies: byService
        ? { identity: [], resource: onResource }
        : { identity, boundary, session, resource: onResource },
      resourceKind: assumes ? ("trust" as const) : ("resource" as const),
    };
  });

/** Keys that follow from who calls. */
export function signed(byService: boolean): Record<string, string> {
  return byService
    ? { "aws:PrincipalServiceName": "lambda.amazonaws.com" }
    : { "aws:PrincipalArn": roleArn("reader"), "aws:PrincipalAccount": ACCOUNT };
}
