import type { ResourceOptions } from "../../sandbox/types";
import type { ShownResource } from "../synth/shown-resource";

/** What one revision declares for one stack. Data only: it comes from a process of its own, with the revision's own modules. */
export interface Snapshot {
  readonly project: string;
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  /** Sorted by URN; the stack itself is one of them. Secrets are `[secret <digest>]`: equal within a review, telling nothing. */
  readonly resources: readonly SnapshotResource[];
}

export interface SnapshotResource extends ShownResource {
  readonly options: ResourceOptions;
  /** By input that holds another's output: URNs of the resources that it comes from. Default: no input does. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  /** URN of the provider that the program chose for it. Default: none. */
  readonly provider?: string;
  /** What a component registered as its outputs (`registerOutputs`), and the stack's outputs. Custom resources: nothing. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A stack that a revision does not have yet, or has no more. */
export function emptySnapshot({ project, stack, accountId, region }: Snapshot): Snapshot {
  return { project, stack, accountId, region, resources: [] };
}
