import { items, member, read, textOf, UNKNOWN } from "../resource";
import { given, must, ownKey, resourceRule, type ResourceRule, shown } from "../rule";

const WORKGROUP = "aws:redshiftserverless/workgroup:Workgroup";
const NAMESPACE = "aws:redshiftserverless/namespace:Namespace";

export const redshiftServerlessRules: readonly ResourceRule[] = [
  resourceRule({
    name: "RedshiftServerless.1-traffic-stays-in-vpc",
    controls: ["RedshiftServerless.1"],
    checks: "Every workgroup has enhanced VPC routing.",
    enforcement: "mandatory",
    types: [WORKGROUP],
    check: (workgroup) =>
      must(
        workgroup,
        "enhancedVpcRouting",
        (enabled) => enabled === true,
        "Set enhancedVpcRouting to true; it needs subnets in three zones and an S3 gateway endpoint",
      ),
  }),
  resourceRule({
    name: "RedshiftServerless.2-requires-tls",
    controls: ["RedshiftServerless.2"],
    checks: "Every workgroup refuses connections without TLS.",
    enforcement: "mandatory",
    types: [WORKGROUP],
    check: (workgroup) => {
      const parameters = read(workgroup, "configParameters");
      const requireSsl = items(parameters).find((item) => member(item, "parameterKey") === "require_ssl");
      const value = member(requireSsl, "parameterValue");
      const known = parameters !== UNKNOWN && !items(parameters).includes(UNKNOWN) && value !== UNKNOWN;
      return known && value !== "true"
        ? [`require_ssl of configParameters is ${shown(value)}. Set its parameterValue to "true".`]
        : [];
    },
  }),
  resourceRule({
    name: "RedshiftServerless.3-not-public",
    controls: ["RedshiftServerless.3"],
    checks: "No workgroup can be reached from the internet.",
    enforcement: "mandatory",
    types: [WORKGROUP],
    check: (workgroup) =>
      must(
        workgroup,
        "publiclyAccessible",
        (open) => open === false || open === undefined,
        "Set publiclyAccessible to false",
      ),
  }),
  resourceRule({
    name: "RedshiftServerless.4-encrypted-with-own-key",
    controls: ["RedshiftServerless.4", "CKV_AWS_282"],
    checks: "Every namespace is encrypted with a key of the account's own.",
    enforcement: "mandatory",
    types: [NAMESPACE],
    check: (namespace) => must(namespace, "kmsKeyId", ownKey, "Set kmsKeyId to a key's ARN"),
  }),
  resourceRule({
    name: "RedshiftServerless.5-admin-has-own-name",
    controls: ["RedshiftServerless.5"],
    checks: "The admin user is not called admin.",
    enforcement: "mandatory",
    types: [NAMESPACE],
    check: (namespace) =>
      must(
        namespace,
        "adminUsername",
        (name) => given(name) && textOf(name).toLowerCase() !== "admin",
        'Set adminUsername to another name than "admin", which AWS takes by default',
      ),
  }),
  resourceRule({
    name: "RedshiftServerless-password-is-managed",
    controls: ["own"],
    checks: "Secrets Manager makes and rotates the admin's password: no program and no state holds it.",
    enforcement: "mandatory",
    types: [NAMESPACE],
    check: (namespace) =>
      must(
        namespace,
        "manageAdminPassword",
        (managed) => managed === true,
        "Set manageAdminPassword to true, and remove adminUserPassword",
      ),
  }),
  resourceRule({
    name: "RedshiftServerless.6-exports-logs",
    controls: ["RedshiftServerless.6"],
    checks: "Every namespace exports its connection log and its user log.",
    enforcement: "mandatory",
    types: [NAMESPACE],
    check: (namespace) =>
      must(
        namespace,
        "logExports",
        (logs) =>
          items(logs).includes(UNKNOWN) ||
          ["connectionlog", "userlog"].every((log) => items(logs).includes(log)),
        'Set logExports to ["connectionlog", "userlog"] at least',
      ),
  }),
];
