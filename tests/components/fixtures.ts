import { Names } from "../../components/naming";

export const names = new Names({
  project: "stepline",
  stack: "dev",
  accountId: "111122223333",
  region: "eu-west-1",
  partition: "aws",
});

export const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/abc";

/** The environment consents to nothing being kept. */
export const disposable = {
  protectResources: false,
  allowDataDeletion: true,
  deletionProtection: false,
  pointInTimeRecovery: false,
  keyDeletionWindowDays: 7,
};

export const guarded = {
  protectResources: true,
  allowDataDeletion: false,
  deletionProtection: true,
  pointInTimeRecovery: true,
  keyDeletionWindowDays: 30,
};

export const logs = { retentionDays: 14, level: "INFO", kmsKeyArn: keyArn } as const;

/** A policy as the program registered it, parsed. */
export interface Document {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export function policy(text: unknown): Document {
  if (typeof text !== "string") {
    throw new Error(`A policy is text, not ${typeof text}: ${JSON.stringify(text)}`);
  }
  return JSON.parse(text) as Document;
}

export function statement(text: unknown, sid: string): Statement {
  const found = policy(text).Statement.find((one) => one.Sid === sid);
  if (found === undefined) {
    throw new Error(`No statement "${sid}" in ${String(text)}`);
  }
  return found;
}
