export interface RoleChange {
  /** `stepline-dev-marketing-extract` */
  readonly role: string;
  readonly action: "added" | "removed" | "changed";
  /** Who may assume it, before and after, in words; only where that changes. */
  readonly trust: readonly StatementChange[];
  /** Permissions boundary and managed policies: ARNs gained and lost. */
  readonly attachments: readonly {
    readonly arn: string;
    readonly kind: "boundary" | "managed policy";
    readonly action: "added" | "removed";
  }[];
  readonly statements: readonly StatementChange[];
}

/** `widened`: it allows something that the base did not (or denies less). `changed`: both more and less, or it can't be told. */
export interface StatementChange {
  readonly sid: string;
  readonly policy: string;
  readonly effect: "Allow" | "Deny";
  readonly action: "added" | "removed" | "widened" | "narrowed" | "changed";
  readonly actions: Difference;
  readonly resources: Difference;
  /** In words: `only where aws:SourceAccount is 111122223333`. */
  readonly conditions: Difference;
  /** One sentence: `may also read objects of stepline-dev-raw under landing/`. */
  readonly words: string;
}

export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly kept: readonly string[];
}
