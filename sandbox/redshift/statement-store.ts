import { AwsError, type Principal } from "../types";
import { isEnded, StatementRecord, type SubStatement, type Submission } from "./statement-record";

/** Redshift Data API: "the client token is kept for 8 hours". */
const tokenLifeSeconds = 8 * 3600;

/** Active statements (submitted or running) a workgroup may have. */
const maxActiveStatements = 500;

/** The statements of the Data API, by id and by client token. */
export class StatementStore {
  private readonly records = new Map<string, StatementRecord>();
  private readonly tokens = new Map<string, StatementRecord>();

  constructor(private readonly now: () => number) {}

  /**
   * A new statement, or the one that was submitted with the token before, whatever became of it: a token of a failed statement brings
   * the failed statement back.
   */
  submit(
    submission: Submission,
    clientToken: string | undefined,
  ): { record: StatementRecord; isNew: boolean } {
    const key = clientToken === undefined ? undefined : tokenKey(submission, clientToken);
    const earlier = key === undefined ? undefined : this.tokens.get(key);
    if (earlier !== undefined && this.now() / 1000 - earlier.createdAt < tokenLifeSeconds)
      return { record: earlier, isNew: false };
    const active = [...this.records.values()].filter(({ status }) => !isEnded(status)).length;
    if (active >= maxActiveStatements) {
      throw new AwsError(
        "ActiveStatementsExceededException",
        `Active statements exceeded the allowed quota (${maxActiveStatements}).`,
      );
    }
    const record = new StatementRecord(submission, this.now);
    this.records.set(record.id, record);
    if (key !== undefined) this.tokens.set(key, record);
    return { record, isNew: true };
  }

  /**
   * By id, or a sub-statement by `<id>:2`.
   *
   * @throws AwsError ResourceNotFoundException when there is none, or another role ran it.
   */
  find(id: string, principal: Principal): { record: StatementRecord; subStatement?: SubStatement } {
    const [recordId, number] = id.split(":") as [string, string?];
    const record = this.records.get(recordId);
    const missing = new AwsError("ResourceNotFoundException", "Query does not exist.");
    if (!record?.visibleTo(principal)) throw missing;
    if (number === undefined) return { record };
    const subStatement = record.submission.isBatch
      ? record.subStatements.find((sub) => sub.id === id)
      : undefined;
    if (subStatement === undefined) throw missing;
    return { record, subStatement };
  }

  /** Of an earlier start of the sandbox; in the order they were submitted. */
  add(record: StatementRecord, clientToken: string | undefined): void {
    this.records.set(record.id, record);
    if (clientToken !== undefined) this.tokens.set(tokenKey(record.submission, clientToken), record);
  }

  /** Each with the token it was submitted with; oldest first. */
  withTokens(): readonly (readonly [StatementRecord, string | undefined])[] {
    const tokens = new Map(
      [...this.tokens].map(([key, record]) => [record, key.slice(key.indexOf(" ") + 1)]),
    );
    return [...this.records.values()].map((record) => [record, tokens.get(record)]);
  }

  /** Newest first. */
  all(): StatementRecord[] {
    return [...this.records.values()].reverse();
  }
}

function tokenKey({ principal }: Submission, clientToken: string): string {
  return `${identity(principal)} ${clientToken}`;
}

function identity(principal: Principal): string {
  return principal.kind === "role" ? principal.roleArn : principal.arn;
}
