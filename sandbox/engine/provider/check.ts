import { digits } from "../../program/identifiers";
import type { ResourceType } from "../../program/resource-types/resource-types";
import type { Properties } from "./protocol";

/** Names of inputs that the provider filled in, as Pulumi's bridge keeps them beside the inputs. */
export const DEFAULTS = "__defaults";

/** Resources of Terraform's newer framework, for which Pulumi's bridge words it differently. */
const FRAMEWORK: readonly string[] = [
  "aws:redshiftserverless/namespace:Namespace",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
];

/** Required properties that have another name in the provider's messages. */
const RENAMED: Readonly<Partial<Record<string, Readonly<Partial<Record<string, string>>>>>> = {
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": { clientIdLists: "client_id_list" },
  "aws:lambda/permission:Permission": { function: "function_name" },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": { rules: "rule" },
  "aws:sfn/alias:Alias": { routingConfigurations: "routing_configuration" },
  "aws:sns/topicSubscription:TopicSubscription": { topic: "topic_arn" },
};

/**
 * What stops a resource before anything is asked of AWS: required properties that are missing, and properties that there are
 * not, in the words of Pulumi's bridge to Terraform's provider (its own tests and people's outputs have them). Of a resource of
 * the newer framework the bridge would let an unknown property pass: here it stops too, since it can only be a mistake.
 */
export function checkFailures(
  token: string,
  type: ResourceType,
  name: string,
  inputs: Properties,
): readonly string[] {
  const missing = Object.entries(type.inputs)
    .filter(([property, { required }]) => required === true && isNothing(inputs[property]))
    .map(([property]) =>
      FRAMEWORK.includes(token)
        ? `Missing required property '${property}'`
        : `Missing required argument. The argument "${RENAMED[token]?.[property] ?? snakeCase(property)}" is required, ` +
          `but no definition was found.. Examine values at '${name}.${property}'.`,
    );
  const unknown = Object.keys(inputs)
    .filter((property) => property !== DEFAULTS && !(property in type.inputs))
    .map((property) => `Invalid or unknown key. Examine values at '${name}.${property}'.`);
  return [...missing, ...unknown];
}

/** The property that the provider names a resource by where the program doesn't: of most types `name`. */
export function namedBy(token: string, type: ResourceType): string | undefined {
  const property = token === "aws:s3/bucket:Bucket" ? "bucket" : "name";
  const isOptional = property in type.inputs && type.inputs[property].required !== true;
  return isOptional && type.computed.includes(property) ? property : undefined;
}

/**
 * Inputs with a name that Pulumi makes, where the program gives none: the one that the resource has, or a new one.
 *
 * @param seed The same seed makes the same name.
 */
export function withName(
  { token, type, name }: { readonly token: string; readonly type: ResourceType; readonly name: string },
  old: Properties,
  inputs: Properties,
  seed: string,
): Properties {
  const property = namedBy(token, type);
  if (property === undefined || !isNothing(inputs[property]) || !isNothing(inputs[`${property}Prefix`])) {
    return inputs;
  }
  const prefix = token === "aws:kms/alias:Alias" ? "alias/" : "";
  const kept = Array.isArray(old[DEFAULTS]) && old[DEFAULTS].includes(property) ? old[property] : undefined;
  return { ...inputs, [property]: kept ?? `${prefix}${name}-${digits(seed, 7)}`, [DEFAULTS]: [property] };
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** `assumeRolePolicy` -> `assume_role_policy` */
function snakeCase(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
