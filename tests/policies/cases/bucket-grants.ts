import { resource } from "./case";

/** A bucket's ACL that gives a group a permission, besides the owner. */
export const grants = (group: string, permission: string) =>
  resource("aws:s3/bucketAcl:BucketAcl", {
    accessControlPolicy: {
      owner: { id: "me" },
      grants: [
        { grantee: { type: "CanonicalUser", id: "me" }, permission: "FULL_CONTROL" },
        { grantee: { type: "Group", uri: `http://acs.amazonaws.com/groups/${group}` }, permission },
      ],
    },
  });

/** The same, written on the bucket. */
export const ownGrants = (permission: string) =>
  resource("aws:s3/bucket:Bucket", {
    grants: [
      {
        type: "Group",
        uri: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
        permissions: [permission],
      },
    ],
  });
