import type { RoleCredentials } from "./types";

/** How a client of the sandbox is set up: pass it to any AWS SDK v3 client. */
export interface ClientSettings {
  /** `http://127.0.0.1:4566` */
  readonly endpoint: string;
  readonly region: string;
  /** The operator's have no session token. */
  readonly credentials: Omit<RoleCredentials, "sessionToken"> &
    Partial<Pick<RoleCredentials, "sessionToken">>;
  /** One failure is enough to see: nothing is transient on loopback. */
  readonly maxAttempts: number;
}
