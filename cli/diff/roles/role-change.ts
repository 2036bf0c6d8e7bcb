/** What changes about who may do what: of a role, or of a resource that lets somebody in by a policy of its own. */
export interface RoleChange {
  /** The role's or resource's name: `stepline-dev-marketing-extract`. */
  readonly role: string;
  readonly kind: PolicyOwnerKind;
  readonly action: "added" | "removed" | "changed";
  /** Of a role: the component right under the stack that it is part of. */
  readonly component?: OwnerComponent;
  /**
   * Of a role that is new with its component: a component of the base that has the same role, but for names, as to trust,
   * boundary and managed policies. What both allow is `usual`.
   */
  readonly like?: string;
  /** Of everything below together. */
  readonly access: AccessChange;
  /** Who may assume a role; only statements that change. Of a resource: nothing, its policy is in `statements`. */
  readonly trust: readonly StatementChange[];
  /** Permissions boundary and managed policies: ARNs gained and lost. */
  readonly attachments: readonly AttachmentChange[];
  readonly statements: readonly StatementChange[];
}

export interface OwnerComponent {
  readonly name: string;
  /** `stepline:pipeline:Pipeline` */
  readonly type: string;
}

/** A managed policy is one that the program declares; what it allows, everybody may whom it is attached to. */
export type PolicyOwnerKind =
  "role" | "managed policy" | "bucket" | "key" | "topic" | "queue" | "table" | "function" | "secret";

/** `same`: written in another way with the same meaning. `both`: more and less, or what can't be told. */
export type AccessChange = "more" | "less" | "both" | "same";

export interface AttachmentChange {
  readonly arn: string;
  readonly kind: "boundary" | "managed policy";
  readonly action: "added" | "removed";
}

/**
 * `widened`: it allows something that the base did not (or denies less). `changed`: both more and less, or it can't be told.
 * `moved`: what it says stands in other statements before or after: nothing gained, nothing lost.
 */
export interface StatementChange {
  readonly sid: string;
  readonly policy: string;
  readonly effect: "Allow" | "Deny";
  readonly action: "added" | "removed" | "widened" | "narrowed" | "changed" | "moved";
  /** An added `Deny` is less, a removed one more. */
  readonly access: AccessChange;
  readonly actions: Difference;
  readonly resources: Difference;
  /** `Service lambda.amazonaws.com`; nothing in the policies of a role. */
  readonly principals: Difference;
  /** In words: `only where aws:SourceAccount is 111122223333`. */
  readonly conditions: Difference;
  /** One sentence, names between grave accents: "may now also read objects of `stepline-dev-raw` under `landing/`". */
  readonly words: string;
  /** The role's `like` has the same statement, but for names: what it allows is nothing new. */
  readonly usual?: true;
  /** What a reviewer must not miss, a sentence each: permissions about permissions, other accounts, wildcards, lost denials. */
  readonly alarms: readonly string[];
}

export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly kept: readonly string[];
}

/** Of parts that change side by side. */
export function together(parts: readonly AccessChange[]): AccessChange {
  const more = parts.some((part) => part === "more" || part === "both");
  const less = parts.some((part) => part === "less" || part === "both");
  return more && less ? "both" : more ? "more" : less ? "less" : "same";
}

/** All that a new role may do, a component of the base may do as well. */
export function isUsual({ like, trust, statements }: RoleChange): boolean {
  return like !== undefined && [...trust, ...statements].every(({ usual }) => usual === true);
}
