import { items, read, textOf, UNKNOWN } from "../resource";
import { given, must, ownKey, resourceRule, type ResourceRule, shown } from "../rule";
import { secretTexts } from "../secret-texts";

const FUNCTION = "aws:lambda/function:Function";
const FUNCTION_URL = "aws:lambda/functionUrl:FunctionUrl";

/** What AWS keeps up to date for another half year at least (Lambda developer guide, "Lambda runtimes"). */
const SUPPORTED_RUNTIMES: readonly string[] = [
  ...["nodejs22.x", "nodejs24.x", "python3.11", "python3.12", "python3.13", "python3.14"],
  ...["java11", "java17", "java21", "java25", "dotnet10", "ruby3.4", "provided.al2023"],
];

export const lambdaRules: readonly ResourceRule[] = [
  resourceRule({
    name: "Lambda.1-not-public",
    controls: ["Lambda.1"],
    checks: "No permission and no URL lets in anybody, or a service on behalf of any account.",
    enforcement: "mandatory",
    types: ["aws:lambda/permission:Permission", FUNCTION_URL],
    check: (permission) => {
      if (permission.type === FUNCTION_URL) {
        return must(
          permission,
          "authorizationType",
          (type) => type === "AWS_IAM",
          'Set authorizationType to "AWS_IAM"',
        );
      }
      const [principal, account, source, organization] = [
        "principal",
        "sourceAccount",
        "sourceArn",
        "principalOrgId",
      ].map((property) => read(permission, property));
      const open =
        principal === "*" || (typeof principal === "string" && principal.endsWith(".amazonaws.com"));
      const closed =
        given(account) ||
        given(organization) ||
        source === UNKNOWN ||
        /^arn:[^*]*:\d{12}:/.test(textOf(source));
      return open && !closed
        ? [`principal is ${shown(principal)}, of any account. Set sourceAccount to the account's number.`]
        : [];
    },
  }),
  resourceRule({
    name: "Lambda.2-runtime-is-supported",
    controls: ["Lambda.2", "CKV_AWS_363"],
    checks: `Every function's runtime is one of ${SUPPORTED_RUNTIMES.join(", ")}, or an image's own.`,
    enforcement: "mandatory",
    types: [FUNCTION],
    check: (lambda) =>
      read(lambda, "packageType") === "Image"
        ? []
        : must(
            lambda,
            "runtime",
            (runtime) => SUPPORTED_RUNTIMES.includes(textOf(runtime)),
            `Set runtime to one that AWS supports: ${SUPPORTED_RUNTIMES.join(", ")}`,
          ),
  }),
  resourceRule({
    name: "Lambda.5-spans-two-zones",
    controls: ["Lambda.5"],
    checks: "A function in a VPC has at least two subnets.",
    enforcement: "mandatory",
    types: [FUNCTION],
    check: (lambda) => {
      const subnets = items(read(lambda, "vpcConfig.subnetIds"));
      return subnets.length === 1
        ? [`vpcConfig.subnetIds is ${shown(subnets)}. Add a subnet of a second zone.`]
        : [];
    },
  }),
  resourceRule({
    name: "Lambda.7-tracing-is-on",
    controls: ["Lambda.7", "CKV_AWS_50"],
    checks: "Every function sends traces to X-Ray.",
    enforcement: "mandatory",
    types: [FUNCTION],
    check: (lambda) =>
      must(lambda, "tracingConfig.mode", (mode) => mode === "Active", 'Set tracingConfig.mode to "Active"'),
  }),
  resourceRule({
    name: "Lambda-variables-encrypted-with-own-key",
    controls: ["CKV_AWS_173"],
    checks: "Environment variables are encrypted with a key of the account's own.",
    enforcement: "advisory",
    types: [FUNCTION],
    check: (lambda) =>
      Object.keys(read(lambda, "environment.variables") ?? {}).length === 0
        ? []
        : must(lambda, "kmsKeyArn", ownKey, "Set kmsKeyArn to a key's ARN"),
  }),
  resourceRule({
    name: "Lambda-variables-hold-no-secret",
    controls: ["own"],
    checks: "No environment variable holds a secret: whoever may describe the function reads it.",
    enforcement: "mandatory",
    types: [FUNCTION],
    check: (lambda) =>
      secretTexts(read(lambda, "environment.variables"), "environment.variables").map(
        (place) => `${place}. Give the function the secret's ARN, and read it at run time.`,
      ),
  }),
];
