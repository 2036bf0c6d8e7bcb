import { quoted } from "../../document/quoted-words";
import type { Values } from "../policy/statement";
import { listed } from "./action-words";

/** "anyone", "service `lambda.amazonaws.com`", "account `444455556666`". */
export function principalWords({ negated, values }: Values): string {
  const all = listed(values.map(onePrincipal));
  return negated ? `everyone but ${all}` : all;
}

function onePrincipal(value: string): string {
  const [kind, name] = principalParts(value);
  if (kind === "Service") {
    return `service ${quoted(name)}`;
  }
  if (kind === "Federated") {
    return `who signs in through ${quoted(name)}`;
  }
  if (kind !== "AWS") {
    return quoted(`${kind} ${name}`);
  }
  if (name === "*") {
    return "anyone (`*`)";
  }
  return /^\d{12}$/.test(name) ? `account ${quoted(name)}` : quoted(name);
}

/** `AWS`, `111122223333` */
export function principalParts(value: string): readonly [kind: string, name: string] {
  const space = value.indexOf(" ");
  return [value.slice(0, space), value.slice(space + 1)];
}

/** The account that a principal belongs to; undefined for services, everybody and providers. */
export function accountOf(value: string): string | undefined {
  const [kind, name] = principalParts(value);
  if (kind !== "AWS") {
    return undefined;
  }
  return /^\d{12}$/.test(name) ? name : /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(name)?.[1];
}
