import type { ContractChange } from "./contracts/contract-change";
import type { CostChange } from "./cost/cost-change";
import type { ResourceChanges } from "./resources/resource-change";
import type { RoleChange } from "./roles/role-change";
import type { SettingChange } from "./settings/setting-change";
import type { WorkflowChange } from "./workflows/workflow-change";

/** What a change means, before it lands. `--format json` prints this; a change of its shape raises `formatVersion`. */
export interface Review {
  readonly formatVersion: 1;
  readonly base: RevisionName;
  readonly head: RevisionName;
  /** One per stack with a `Pulumi.<stack>.yaml` in either revision, or the one that was asked for. */
  readonly stacks: readonly StackReview[];
}

export interface RevisionName {
  /** As given, or "work tree". */
  readonly ref: string;
  /** Forty hexadecimal digits; none for a work tree. */
  readonly commit?: string;
}

/** Empty lists: nothing of the kind changes. */
export interface StackReview {
  readonly stack: string;
  /** Whether one revision has no such stack. */
  readonly presence: "both" | "added" | "removed";
  readonly resources: ResourceChanges;
  readonly workflows: readonly WorkflowChange[];
  readonly roles: readonly RoleChange[];
  readonly contracts: readonly ContractChange[];
  readonly settings: readonly SettingChange[];
  readonly cost: CostChange;
}
