import type { RoleCredentials } from "./types";

/** How a client of the sandbox is set up: pass it to any AWS SDK v3 client. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Omit<RoleCredentials, "sessionToken">;
  /** One failure is enough to see: nothing is transient on loopback. */
  readonly maxAttempts: number;
}
