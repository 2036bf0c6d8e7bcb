import { identifyQuery, type ServiceModel } from "./model";

/** Served here: `AssumeRole` asks IAM while it is done, `GetCallerIdentity` never does. */
export const sts: ServiceModel = {
  service: "sts",
  protocol: "query",
  messageMember: "Message",
  identify: identifyQuery,
  operations: { AssumeRole: () => [], GetCallerIdentity: () => [] },
};
