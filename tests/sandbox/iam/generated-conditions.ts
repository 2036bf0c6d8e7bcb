import * as fc from "fast-check";
import type { ConditionBlock } from "./oracle/conditions";
import type { Context } from "./oracle/text";
import { roleArn } from "./recorded-program";

export const oneOrMore = <T>(values: fc.Arbitrary<T>, maxLength = 2) =>
  fc.array(values, { minLength: 1, maxLength });

/** In one of `freq` times nothing. */
export const sometimes = <T>(values: fc.Arbitrary<T>, freq = 2) =>
  fc.option(values, { nil: undefined, freq });

/** A kind of condition key: its operators, keys, what requests carry and what policies write. */
interface KeyKind {
  readonly operators: readonly string[];
  readonly keys: readonly string[];
  readonly asked: readonly string[];
  readonly written: readonly string[];
}

const compared = (family: string) =>
  ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].map(
    (comparison) => `${family}${comparison}`,
  );

export const KEY_KINDS: readonly KeyKind[] = [
  {
    operators: ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
    keys: ["s3:prefix", "aws:PrincipalTag/team", "aws:PrincipalOrgPaths"],
    asked: ["one", "One", "two", "t*", "on"],
    written: [
      ...["one", "ONE", "two", "t*", "o?e", "${aws:PrincipalTag/team}", "${AWS:principaltag/Team}"],
      ...["${aws:PrincipalTag/none, 'two'}", "${aws:PrincipalTag/none}", "t${*}", "${aws:PrincipalOrgPaths}"],
    ],
  },
  {
    operators: ["StringLike", "StringNotLike"],
    keys: ["s3:prefix", "aws:PrincipalTag/team", "aws:PrincipalOrgPaths"],
    asked: ["one", "One", "two", "t*", "ne", "one/two", ""],
    written: [
      ...["one", "o*", "?ne", "*", "t${*}", "t${?}", "*/*", "${aws:PrincipalTag/team}*", "o*e*"],
      ...[
        "${aws:PrincipalTag/none, 'o*e'}",
        "${aws:PrincipalTag/team, 'two'}",
        "${aws:PrincipalTag/none}*",
        "$*",
        "${aws:PrincipalAccount}",
      ],
    ],
  },
  {
    operators: compared("Numeric"),
    keys: ["s3:max-keys", "aws:MultiFactorAuthAge"],
    asked: ["-1", "0", "5", "5.0", "10", "1000"],
    written: ["-1", "0", "5", "5.5", "10", "1000"],
  },
  {
    operators: compared("Date"),
    keys: ["aws:CurrentTime", "aws:EpochTime"],
    asked: ["2026-11-20T23:59:59Z", "2026-11-21T00:00:00Z", "2026-11-22", "1795219200"],
    written: ["2026-11-21", "2026-11-21T00:00:00Z", "2026-11-21T12:00:00Z", "1795219200", "1795300000"],
  },
  {
    operators: ["Bool"],
    keys: ["aws:SecureTransport", "aws:MultiFactorAuthPresent"],
    asked: ["true", "false"],
    written: ["true", "false", "True"],
  },
  {
    operators: ["BinaryEquals"],
    keys: ["kms:EncryptionContext:blob"],
    asked: ["QmluYXJ5", "qmluYXJ5", "AA=="],
    written: ["QmluYXJ5", "AA==", "Qm*"],
  },
  {
    operators: ["IpAddress", "NotIpAddress"],
    keys: ["aws:PrincipalTag/address"],
    asked: ["10.0.0.1", "10.0.0.2", "2001:db8::2", "10.0.1.1", "192.168.7.9", "2001:db8::1", "2001:db8:1::1"],
    written: ["10.0.0.0/24", "10.0.0.0/23", "10.0.0.1", "0.0.0.0/0", "2001:db8::/48", "2001:db8::1", "::/0"],
  },
  {
    operators: ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"],
    keys: ["aws:SourceArn", "aws:PrincipalArn", "aws:PrincipalOrgPaths"],
    asked: [
      ...["arn:aws:sns:eu-west-1:111122223333:topic", "arn:aws:states:eu-west-1:111122223333:stateMachine:m"],
      ...["arn:aws:s3:::bucket", "not an arn", "arn:aws:sns:eu-west-1:111122223333:Topic"],
      "arn:aws:sns:eu-west-1:1:3:topic",
    ],
    written: [
      ...[
        "arn:aws:sns:eu-west-1:111122223333:topic",
        "arn:aws:*:*:${aws:PrincipalAccount}:*",
        "arn:aws:s3:::*",
      ],
      ...[
        "arn:*:topic",
        "arn:aws:states:*:*:stateMachine:?",
        "arn:aws:sns:eu-*:*:t*",
        roleArn("reader"),
        "*",
      ],
      ...["arn:aws:sns:eu-west-1:${aws:PrincipalTag/none}:topic", "${aws:SourceArn}", "arn:*:*:*:*:*"],
      ...["arn:aws:sns:eu-west-1:1*3:topic", "arn:aws:sns:eu-west-1:1?3:topic"],
    ],
  },
];

const ALL_KEYS = KEY_KINDS.flatMap(({ keys, asked }) => keys.map((key) => ({ key, asked })));
const LISTS = ["aws:PrincipalOrgPaths"];
/** What the request's signature says; no request carries them otherwise. */
const SIGNED = ["aws:PrincipalArn"];

export const conditions: fc.Arbitrary<ConditionBlock> = fc
  .tuple(
    fc.constantFrom(...KEY_KINDS),
    fc.nat(),
    fc.boolean(),
    fc.constantFrom("", "ForAnyValue:", "ForAllValues:"),
  )
  .chain(([kind, at, ifExists, quantifier]) =>
    fc.record({
      operator: fc.constant(kind.operators[at % kind.operators.length] ?? ""),
      ifExists: fc.constant(ifExists ? "IfExists" : ""),
      quantifier: fc.constant(quantifier),
      key: fc.constantFrom(...kind.keys),
      values: oneOrMore(fc.constantFrom(...kind.written)),
      isNull: fc.nat(7).map((number) => number === 0),
    }),
  )
  .map(({ operator, ifExists, quantifier, key, values, isNull }): ConditionBlock => {
    if (isNull) {
      return { Null: { [key]: ifExists === "" ? "true" : "false" } };
    }
    // A key with several values is compared as a set, always.
    const set = LISTS.includes(key) && quantifier === "" ? "ForAnyValue:" : quantifier;
    return {
      [`${set}${operator}${ifExists}`]: {
        [key.toUpperCase().startsWith("S3") ? key.toUpperCase() : key]: values,
      },
    };
  });

export const blocks = fc
  .array(conditions, { minLength: 1, maxLength: 2 })
  .map((list): ConditionBlock => Object.assign({}, ...list) as ConditionBlock);

export const contexts: fc.Arbitrary<Context> = fc
  .tuple(
    ...ALL_KEYS.filter(({ key }) => !SIGNED.includes(key)).map(({ key, asked }) =>
      sometimes(
        valuesOf(key, asked).map((value) => [key, value] as const),
        3,
      ),
    ),
  )
  .map((entries) => Object.fromEntries(entries.filter((entry) => entry !== undefined)));

function valuesOf(key: string, asked: readonly string[]): fc.Arbitrary<string | readonly string[]> {
  const one = fc.constantFrom(...asked);
  return LISTS.includes(key) ? fc.array(one, { maxLength: 3 }) : one;
}
