/** What a user, group or role may do, written on it. */
export const INLINE_POLICIES: readonly string[] = [
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/groupPolicy:GroupPolicy",
];

/** The same, written once for several. */
export const MANAGED_POLICIES: readonly string[] = ["aws:iam/policy:Policy"];

export const IDENTITY_POLICIES: readonly string[] = [...INLINE_POLICIES, ...MANAGED_POLICIES];
