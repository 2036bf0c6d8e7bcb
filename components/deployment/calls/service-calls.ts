import type { Conditions } from "../../iam/permission";
import type { Names } from "../../naming";

/** What calls are allowed on: one statement of a role's policy. */
export interface Target {
  /** ARNs of the stack's things, by the names it gives them; `"*"` only with a `reason`. Empty where the stack has no such thing. */
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
  /** Why the resource can't be named. */
  readonly reason?: string;
}

/** What a stack uses of its account without owning it. */
export interface Borrowed {
  /** VPCs that the stack's `vpcId` may name. */
  readonly vpcIds: readonly string[];
}

/** Calls that the AWS provider makes for a resource, by when it makes them. Each action is IAM's name of it. */
export interface Grant<TargetName extends string = string> {
  readonly on: TargetName;
  /** `pulumi refresh`, and what a preview asks. Never what returns data or secrets. */
  readonly read?: readonly string[];
  readonly create?: readonly string[];
  readonly update?: readonly string[];
  readonly delete?: readonly string[];
  /** Deletes what holds data, or its key: for stacks that may lose theirs. */
  readonly deleteData?: readonly string[];
}

/**
 * The calls of one managed policy: resource type -> what the provider calls for one. Read off hashicorp/terraform-provider-aws
 * (`internal/service/`), which Pulumi's AWS provider is made of, and the handler permissions of CloudFormation's schemas. A type may stand in
 * several policies: a function's own calls in one, passing its role in another.
 */
export interface ServiceCalls<TargetName extends string = string> {
  /** Last part of the policy's name. */
  readonly name: string;
  readonly targets: (names: Names, borrowed: Borrowed) => Readonly<Record<TargetName, Target>>;
  readonly types: Readonly<Partial<Record<string, readonly Grant<TargetName>[]>>>;
}
