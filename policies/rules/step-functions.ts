import { read, UNKNOWN } from "../resource";
import { given, must, resourceRule, type ResourceRule } from "../rule";
import { secretTexts } from "../secret-texts";
import { definitionOf, STATE_MACHINE } from "./state-machine";

export const stepFunctionsRules: readonly ResourceRule[] = [
  resourceRule({
    name: "StepFunctions.1-logging-is-on",
    controls: ["StepFunctions.1", "CKV_AWS_285"],
    checks: "Every state machine logs.",
    enforcement: "mandatory",
    types: [STATE_MACHINE],
    check: (machine) =>
      must(
        machine,
        "loggingConfiguration.level",
        (level) => given(level) && level !== "OFF",
        'Set loggingConfiguration.level to "ALL", with a log group as logDestination',
      ),
  }),
  resourceRule({
    name: "StepFunctions-logs-every-event",
    controls: ["SF1"],
    checks: "Every state machine logs all its events, so that a run can be followed afterwards.",
    enforcement: "advisory",
    types: [STATE_MACHINE],
    check: (machine) =>
      must(
        machine,
        "loggingConfiguration.level",
        (level) => level === "ALL",
        'Set loggingConfiguration.level to "ALL"',
      ),
  }),
  resourceRule({
    name: "StepFunctions-tracing-is-on",
    controls: ["CKV_AWS_284"],
    checks: "Every state machine sends traces to X-Ray.",
    enforcement: "mandatory",
    types: [STATE_MACHINE],
    check: (machine) =>
      must(
        machine,
        "tracingConfiguration.enabled",
        (enabled) => enabled === true,
        "Set tracingConfiguration.enabled to true",
      ),
  }),
  resourceRule({
    name: "StepFunctions-definition-holds-no-secret",
    controls: ["stepfunctions_statemachine_no_secrets_in_definition"],
    checks: "No definition holds a secret: whoever may describe the machine reads it.",
    enforcement: "mandatory",
    types: [STATE_MACHINE],
    check: (machine) =>
      secretTexts(definitionOf(machine), "definition").map(
        (place) => `${place}. Give the state the secret's ARN, and read it where it is used.`,
      ),
  }),
  resourceRule({
    name: "StepFunctions-encrypted-with-own-key",
    controls: ["stepfunctions_statemachine_encrypted_with_cmk"],
    checks: "Every state machine encrypts its definition and history with a key of the account's own.",
    enforcement: "advisory",
    types: [STATE_MACHINE],
    check: (machine) =>
      read(machine, "encryptionConfiguration.kmsKeyId") === UNKNOWN
        ? []
        : must(
            machine,
            "encryptionConfiguration.type",
            (type) => type === "CUSTOMER_MANAGED_KMS_KEY",
            'Set encryptionConfiguration.type to "CUSTOMER_MANAGED_KMS_KEY", with kmsKeyId',
          ),
  }),
];
