import { items, member, read, textOf, type Resource } from "../resource";
import { must } from "../rule";

/** Groups that anybody is in, or anybody with an account of AWS (S3 user guide, "Access control list overview"). */
const EVERYBODY = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

/** What an ACL must not give to everybody: as a ready-made ACL, and as a grant. */
export interface PublicAcl {
  readonly ready: RegExp;
  readonly permissions: readonly string[];
}

/** What an ACL of a bucket gives to everybody, under whichever name it is written. */
export function publicAclProblems(resource: Resource, { ready, permissions }: PublicAcl): readonly string[] {
  const grants = [
    ...items(read(resource, "accessControlPolicy.grants")).map((grant) => ({
      uri: member(member(grant, "grantee"), "uri"),
      given: [member(grant, "permission")],
    })),
    ...items(read(resource, "grants")).map((grant) => ({
      uri: member(grant, "uri"),
      given: items(member(grant, "permissions")),
    })),
  ];
  return [
    ...must(
      resource,
      "acl",
      (acl) => typeof acl !== "string" || !ready.test(acl),
      "Remove acl, and use a bucket policy",
    ),
    ...grants
      .filter(({ uri }) => typeof uri === "string" && EVERYBODY.test(uri))
      .flatMap(({ uri, given }) =>
        given
          .filter((permission) => permissions.includes(permission as string))
          .map(
            (permission) =>
              `a grant gives ${textOf(permission)} to ${textOf(uri)}. Remove it, and use a bucket policy.`,
          ),
      ),
  ];
}
