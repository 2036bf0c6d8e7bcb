import { dev } from "../../../../environments/dev";
import { prod } from "../../../../environments/prod";
import type { Snapshot } from "../../../../cli/diff/snapshot";
import { resource, snapshot } from "../resources/snapshots";

export const ENVIRONMENTS = { dev, prod };

/** A stack whose platform registers the environment as its output. */
export function withEnvironment(environment: unknown): Snapshot {
  return snapshot(
    resource({ type: "stepline:platform:Platform", name: "platform", outputs: { environment } }),
  );
}
