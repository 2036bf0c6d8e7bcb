import type { SnapshotResource } from "../snapshot";

/** Whether it is only made of others that are recorded: AWS has nothing of it. */
export function isComponent({ custom, type }: SnapshotResource): boolean {
  return !custom && !isRemoteComponent(type);
}

/** Whether a provider builds the component, elsewhere: what it is made of is not recorded, so that its inputs stand for it. */
export function isRemoteComponent(type: string): boolean {
  return type.startsWith("awsx:");
}
