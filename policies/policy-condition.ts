/** One key of a policy's condition. */
export interface Condition {
  /** `StringEquals` */
  readonly operator: string;
  /** `aws:sourcearn`: IAM does not care for upper and lower case. */
  readonly key: string;
  readonly values: readonly string[];
}

/** `IfExists`, `ForAllValues` and every `Not` hold for who brings no such key at all. */
const POSITIVE = /^(ForAnyValue:)?(String(Equals|Like|EqualsIgnoreCase)|Arn(Equals|Like))$/;

/** Whether a condition holds only for requests that bring its key, with a value that it names. */
export function names({ operator, values }: Condition, named: (value: string) => boolean): boolean {
  return POSITIVE.test(operator) && values.length > 0 && values.every(named);
}

/** Keys that say who asks, or on whose behalf (S3 user guide, "The meaning of public"; KMS has its own). */
const WHO = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "kms:calleraccount",
]);

export function saysWho(condition: Condition): boolean {
  return WHO.has(condition.key) && names(condition, namesSomebody);
}

/**
 * No wildcard before the end of an ARN's account; none in the name of a bucket, whose ARN has no account: anybody can make a bucket of a
 * name that fits. None at the start of anything else.
 */
function namesSomebody(value: string): boolean {
  if (!value.startsWith("arn:")) {
    return startsNamed(value);
  }
  const parts = value.split(":");
  const [bucket] = (parts.at(5) ?? "").split("/");
  const who = parts.at(4) === "" ? [...parts.slice(0, 5), bucket] : parts.slice(0, 5);
  return who.length >= 5 && who.at(-1) !== "" && !/[*?]/.test(who.join(":"));
}

/** Keys that tell one of an account from its others, and the word that was agreed with a third party. */
const WHO_OF_ACCOUNT =
  /^(aws:(principalarn|principaltag\/.+|sourcearn|userid|username|sourcevpce)|sts:externalid)$/;

/** Whether a condition picks some of an account's principals. `arn:aws:iam::111122223333:role/*` picks none. */
export function saysWhoOfAccount(condition: Condition): boolean {
  return WHO_OF_ACCOUNT.test(condition.key) && names(condition, namesOne);
}

function namesOne(value: string): boolean {
  return namesSomebody(value) && !/^arn:([^:]*:){4}([a-z-]+[/:])?[*?/:]*$/.test(value);
}

/**
 * Keys by which an identity provider tells whom it vouches for: the subject; the application, where the provider gives each its own. Of a
 * provider that serves everybody, as GitHub's, the audience alone says nothing.
 */
const WHO_OF_PROVIDER = /^(.+:(sub|app_id)|saml:.+|cognito-identity\.amazonaws\.com:aud)$/;

/** Whether a condition picks some of those whom an identity provider vouches for. GitHub's `repo:*` is everybody. */
export function saysWhoOfProvider(condition: Condition): boolean {
  return (
    WHO_OF_PROVIDER.test(condition.key) &&
    names(condition, (value) => startsNamed(value) && !/^[^:]*:[*?]/.test(value))
  );
}

/** Keys of S3 that say how a request is made, not for what. */
const HOW = /^s3:(authtype|signatureage|signatureversion|tlsversion|x-amz-content-sha256)$/;

/** Whether a condition bounds what a service's actions reach: by a tag of what they are for, or a key of the service itself. */
export function saysWhich(condition: Condition, service: string): boolean {
  const { key } = condition;
  const own = key.startsWith(`${service}:`) && !HOW.test(key);
  return (own || /^aws:(request|resource)tag\//.test(key)) && names(condition, startsNamed);
}

function startsNamed(value: string): boolean {
  return value !== "" && !/^[*?]/.test(value);
}
