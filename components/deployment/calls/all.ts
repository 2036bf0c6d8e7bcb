import { ACCESS_CALLS } from "./access";
import { COMPUTE_CALLS } from "./compute";
import { ENCRYPTION_CALLS } from "./encryption";
import { MESSAGING_CALLS } from "./messaging";
import { NETWORK_CALLS } from "./network";
import { OBSERVABILITY_CALLS } from "./observability";
import type { ServiceCalls } from "./service-calls";
import { STORAGE_CALLS } from "./storage";
import { WAREHOUSE_CALLS } from "./warehouse";

/** What deploying any resource of the program calls; each entry is a managed policy. A new type of resource goes into one of them. */
export const ALL_CALLS: readonly ServiceCalls[] = [
  STORAGE_CALLS,
  ENCRYPTION_CALLS,
  MESSAGING_CALLS,
  COMPUTE_CALLS,
  OBSERVABILITY_CALLS,
  NETWORK_CALLS,
  WAREHOUSE_CALLS,
  ACCESS_CALLS,
];
