import { BUCKET_CASES } from "./buckets";
import type { Cases } from "./case";
import { COMPUTE_CASES } from "./compute";
import { IDENTITY_CASES } from "./identities";
import { KEY_CASES } from "./keys";
import { MESSAGING_CASES } from "./messaging";
import { NETWORK_CASES } from "./networks";
import { OBSERVER_CASES } from "./observers";
import { RESOURCE_POLICY_CASES } from "./resource-policies";
import { STORE_CASES } from "./stores";
import { WORKFLOW_CASES } from "./workflows";

/** For every rule, programs that keep it and programs that don't. */
export const CASES: Cases = {
  ...WORKFLOW_CASES,
  ...COMPUTE_CASES,
  ...STORE_CASES,
  ...BUCKET_CASES,
  ...MESSAGING_CASES,
  ...KEY_CASES,
  ...IDENTITY_CASES,
  ...RESOURCE_POLICY_CASES,
  ...NETWORK_CASES,
  ...OBSERVER_CASES,
};
