import type { Names } from "../../naming";
import type { Grant, ServiceCalls } from "./service-calls";

type Target = "Roles" | "BoundedRoles" | "PassedRoles" | "RedshiftServiceRole";

/** Services that are given a role of the stack. */
const USERS_OF_ROLES: Readonly<Record<string, readonly string[]>> = {
  "aws:lambda/function:Function": ["lambda"],
  "aws:glue/job:Job": ["glue"],
  "aws:sfn/stateMachine:StateMachine": ["states"],
  "aws:scheduler/schedule:Schedule": ["scheduler"],
  "aws:redshiftserverless/namespace:Namespace": ["redshift", "redshift-serverless"],
  "aws:ec2/flowLog:FlowLog": ["vpc-flow-logs"],
};

const PASS_ROLE: readonly Grant<Target>[] = [
  { on: "PassedRoles", create: ["iam:PassRole"], update: ["iam:PassRole"] },
];

/**
 * Roles of the stack, and giving them to services. Whatever makes a role mightier, or lets others in, is allowed only on roles that carry the
 * permissions boundary; nothing takes the boundary away, attaches a managed policy, or touches a role of another name.
 */
export const ACCESS_CALLS: ServiceCalls<Target> = {
  name: "access",
  targets: (names) => ({
    Roles: { resources: roles(names) },
    BoundedRoles: {
      resources: roles(names),
      conditions: { StringEquals: { "iam:PermissionsBoundary": boundaryOf(names) } },
    },
    PassedRoles: {
      resources: roles(names),
      conditions: {
        StringEquals: {
          "iam:PassedToService": Object.values(USERS_OF_ROLES)
            .flat()
            .map((service) => `${service}.amazonaws.com`),
        },
      },
    },
    RedshiftServiceRole: {
      resources: [names.role("aws-service-role/redshift.amazonaws.com/AWSServiceRoleForRedshift")],
      conditions: { StringEquals: { "iam:AWSServiceName": "redshift.amazonaws.com" } },
    },
  }),
  types: {
    "aws:iam/role:Role": [
      {
        on: "Roles",
        read: ["iam:GetRole", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies"],
        create: ["iam:TagRole"],
        update: ["iam:TagRole", "iam:UntagRole"],
        delete: ["iam:ListInstanceProfilesForRole"],
      },
      {
        on: "BoundedRoles",
        create: ["iam:CreateRole"],
        update: ["iam:PutRolePermissionsBoundary", "iam:UpdateAssumeRolePolicy", "iam:UpdateRoleDescription"],
        delete: ["iam:DeleteRole"],
      },
    ],
    "aws:iam/rolePolicy:RolePolicy": [
      { on: "Roles", read: ["iam:GetRolePolicy"] },
      {
        on: "BoundedRoles",
        create: ["iam:PutRolePolicy"],
        update: ["iam:PutRolePolicy"],
        delete: ["iam:DeleteRolePolicy"],
      },
    ],
    // The first warehouse of an account needs it.
    "aws:redshiftserverless/workgroup:Workgroup": [
      { on: "RedshiftServiceRole", create: ["iam:CreateServiceLinkedRole"] },
    ],
    ...Object.fromEntries(Object.keys(USERS_OF_ROLES).map((type) => [type, PASS_ROLE])),
  },
};

function roles(names: Names): readonly string[] {
  return [names.role(names.resource("*"))];
}

/** @throws Error for a stack without a boundary: whoever deploys it could give its roles any right. */
function boundaryOf(names: Names): string {
  const boundary = names.permissionsBoundary();
  if (boundary === undefined) {
    throw new Error(
      `The deploy role of ${names.resource()} has no permissions boundary to hold its roles to: name one in the placement.`,
    );
  }
  return boundary;
}
