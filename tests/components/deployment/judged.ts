import type { PolicyDocument, PolicyStatement } from "../../../components/iam/permission";
import { Names } from "../../../components/naming";
import { type Decision, evaluate } from "../../../sandbox/iam/evaluate";
import { type IamPolicy, parsePolicy } from "../../../sandbox/iam/policy";
import type { Caller } from "../../../sandbox/iam/principal";

export const ACCOUNT = "111122223333";

/** Names of a stack of the test account, bounded as the bootstrap bounds it. */
export function boundedNames(stack: string, project = "stepline", region = "eu-west-1"): Names {
  return new Names({
    ...{ project, stack, accountId: ACCOUNT, region, partition: "aws" },
    permissionsBoundary: `${project}-bootstrap-${stack}-boundary`,
  });
}

export interface Asked {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

/** Keys of AWS's that these policies use besides the sandbox's; a question names all that its call carries of them. */
const VOUCHED = [
  ...["aws:ResourceTag/", "aws:RequestTag/", "iam:PermissionsBoundary", "iam:AWSServiceName"],
  ...["ec2:CreateAction", "cloudwatch:namespace", "token.actions.githubusercontent.com:"],
];

/** What a role with these policies, and this boundary, gets to hear. */
export function judge(
  documents: Readonly<Record<string, PolicyDocument>>,
  asked: Asked,
  boundary?: PolicyDocument,
): Decision {
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/asker`;
  const principal: Caller = {
    ...{ kind: "role", roleArn, roleName: "asker", sessionName: "job", assumedBy: "GitHub" },
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/asker/job`,
  };
  const { action, resource, context = {} } = asked;
  return evaluate(
    { principal, action, resource, context, vouched: VOUCHED },
    {
      identity: Object.entries(documents).map(([name, document]) => parsePolicy(document, name)),
      ...(boundary === undefined ? {} : { boundary: parsePolicy(boundary, "boundary") }),
      resource: policyOf(asked),
    },
  );
}

/** Keys and roles are entered only through a policy of theirs: one that leaves it to the account's own policies. */
function policyOf({ action, resource }: Asked): IamPolicy | undefined {
  const account = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } };
  const parse = (statement: object, kind: "resource" | "trust"): IamPolicy =>
    parsePolicy({ Version: "2012-10-17", Statement: [statement] }, "own policy", kind);
  if (resource.includes(":key/")) {
    return parse({ ...account, Action: "kms:*", Resource: "*" }, "resource");
  }
  return action === "sts:AssumeRole" ? parse({ ...account, Action: action }, "trust") : undefined;
}

/** Whether a trust policy lets a job of GitHub Actions in, whose token has these claims. */
export function letsIn(
  trust: string,
  claims: { readonly aud: string; readonly sub: string },
  provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
): boolean {
  const context = Object.fromEntries(
    Object.entries(claims).map(([claim, value]) => [`token.actions.githubusercontent.com:${claim}`, value]),
  );
  return evaluate(
    {
      principal: { kind: "federated", provider },
      ...{ action: "sts:AssumeRoleWithWebIdentity", resource: `arn:aws:iam::${ACCOUNT}:role/asked` },
      ...{ context, vouched: VOUCHED },
    },
    { identity: [], resource: parsePolicy(trust, "trust", "trust") },
  ).allowed;
}

/** Whether a statement's ARN begins with the stack's own name, or its conditions ask for the stack's tags. */
export function namesStack({ Condition = {} }: PolicyStatement, arn: string, stack: string): boolean {
  const { StringEquals = {} } = Condition;
  const tagged = ["ResourceTag", "RequestTag"].some((kind) => StringEquals[`aws:${kind}/Stack`] === stack);
  return tagged || new RegExp(`[:/!]stepline-${stack}(-|/|$)`).test(arn);
}
