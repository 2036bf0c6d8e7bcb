import { quoted } from "../../document/quoted-words";
import { listed } from "./action-words";

const MOST = 4;

/** "objects of `stepline-dev-raw` under `landing/`", "queue `orders` and topic `news`"; at most four, the others counted. */
export function resourceWords(resources: readonly string[], negated: boolean): string {
  const shown = resources.slice(0, MOST).map(oneResource);
  const others = resources.length - shown.length;
  const all = listed(others > 0 ? [...shown, `${others} more`] : shown);
  return negated ? `everything but ${all}` : all;
}

/** Kinds of resources by service, and by the word before the name where a service has several. */
const KINDS: Readonly<Record<string, string | Readonly<Record<string, string>>>> = {
  ...{ sns: "topic", sqs: "queue" },
  dynamodb: { table: "table" },
  lambda: { function: "function" },
  iam: { role: "role", policy: "managed policy", user: "user", "oidc-provider": "OIDC provider" },
  kms: { key: "key", alias: "key alias" },
  states: { stateMachine: "workflow", execution: "executions of" },
  glue: { job: "Glue job", table: "Glue table", database: "Glue database" },
  logs: { "log-group": "log group" },
  secretsmanager: { secret: "secret" },
  events: { rule: "rule" },
  cloudwatch: { alarm: "alarm" },
  "redshift-serverless": { workgroup: "workgroup", namespace: "namespace" },
  ec2: { vpc: "network", "network-interface": "network interface" },
};

function oneResource(arn: string): string {
  if (arn === "*") {
    return "every resource (`*`)";
  }
  const [prefix, , service = "", , , ...rest] = arn.split(":");
  if (prefix !== "arn" || rest.length === 0) {
    return quoted(arn);
  }
  const name = rest.join(":");
  if (service === "s3") {
    return bucketWords(name);
  }
  const kinds = KINDS[service] as (typeof KINDS)[string] | undefined;
  if (typeof kinds === "string") {
    return `${kinds} ${quoted(name)}`;
  }
  const [, kind = "", own = ""] = /^([^:/]+)[:/](.+)$/.exec(name) ?? [];
  const word = kinds?.[kind];
  return word === undefined ? quoted(arn) : `${word} ${quoted(own)}`;
}

function bucketWords(name: string): string {
  const slash = name.indexOf("/");
  if (slash === -1) {
    return `bucket ${quoted(name)}`;
  }
  const [bucket, key] = [name.slice(0, slash), name.slice(slash + 1)];
  if (key === "*") {
    return `objects of ${quoted(bucket)}`;
  }
  if (!/[*?]/.test(key)) {
    return `object ${quoted(key)} of ${quoted(bucket)}`;
  }
  const under = /^([^*?]+\/)\*$/.exec(key)?.[1];
  return under === undefined
    ? `objects of ${quoted(bucket)} like ${quoted(key)}`
    : `objects of ${quoted(bucket)} under ${quoted(under)}`;
}
