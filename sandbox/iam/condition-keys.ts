/**
 * Condition keys a request in the sandbox carries, or, where it says nothing, rightly doesn't: what AWS would not send either. A policy that
 * names another key can't be judged here, and is not guessed at: see `unknownKeys`.
 */
const GLOBAL = [
  ...["aws:CurrentTime", "aws:EpochTime", "aws:SecureTransport", "aws:RequestedRegion"],
  ...["aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalType", "aws:PrincipalIsAWSService"],
  ...[
    "aws:PrincipalServiceName",
    "aws:userid",
    "aws:username",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
  ],
  ...["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:ViaAWSService", "aws:ResourceAccount"],
  ...["aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"],
];

const OF_SERVICES = [
  ...[
    "s3:prefix",
    "s3:delimiter",
    "s3:max-keys",
    "s3:versionid",
    "s3:ResourceAccount",
    "s3:authType",
    "s3:TlsVersion",
  ],
  ...["s3:signatureversion", "s3:x-amz-acl", "s3:x-amz-copy-source", "s3:x-amz-content-sha256"],
  ...["s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id"],
  ...["s3:x-amz-storage-class", "s3:if-match", "s3:if-none-match"],
  ...["kms:ViaService", "kms:CallerAccount"],
  ...["states:StateMachineQualifier", "sts:RoleSessionName", "sts:ExternalId", "iam:PassedToService"],
];

const KNOWN = new Set([...GLOBAL, ...OF_SERVICES].map((key) => key.toLowerCase()));
const PREFIXES = ["aws:principaltag/", "kms:encryptioncontext:"];

/** Case doesn't matter in condition keys. */
export function isKnownKey(key: string): boolean {
  const lower = key.toLowerCase();
  return KNOWN.has(lower) || PREFIXES.some((prefix) => lower.startsWith(prefix));
}
