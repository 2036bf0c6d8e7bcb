import { code, type Span, text, type Text } from "../../document/document";
import { contentsOf } from "../properties/difference";
import { parseUrn } from "../match/urn";
import type { Follows, PropertyChange } from "../resource-change";

/** Longer values are cut: they are in the program. */
const LONGEST = 60;

/** By type and property: where the review tells the change in full. */
const ELSEWHERE: readonly { readonly type: RegExp; readonly path: RegExp; readonly section: string }[] = [
  { type: /^aws:sfn\/stateMachine:/, path: /^definition\b/, section: "workflows" },
  {
    type: /^aws:iam\//,
    path: /^(policy|assumeRolePolicy|inlinePolicies|managedPolicyArns|permissionsBoundary)\b/,
    section: "permissions",
  },
];

/** What a change says of its properties: those that another section tells come to one each. */
export function propertyWords(type: string, properties: readonly PropertyChange[]): readonly Text[] {
  const elsewhere = properties.flatMap((property) => {
    const place = sectionOf(type, property);
    return place === undefined ? [] : [`${topOf(property.path)}\0${place}`];
  });
  return [
    ...[...new Set(elsewhere)].map((pair): Text => {
      const [property, section] = pair.split("\0");
      return text`${code(property)} (see ${section})`;
    }),
    ...properties.filter((property) => sectionOf(type, property) === undefined).map(oneProperty),
  ];
}

/** The section of the review that tells the change in full, where another one does. */
export function sectionOf(type: string, { path, follows }: PropertyChange): string | undefined {
  // Other sections compare what the program says: there, nothing differs.
  return follows !== undefined
    ? undefined
    : ELSEWHERE.find((place) => place.type.test(type) && place.path.test(path))?.section;
}

/** `definition.States.Load` gives `definition` */
function topOf(path: string): string {
  return path.split(/[.[]/)[0];
}

/** `timeout: 60 → 120`, `code changed (354 → 356 KB)` */
export function oneProperty(change: PropertyChange): Text {
  const words = change.follows === undefined ? whatDiffers(change) : whatFollows(change.path, change.follows);
  if (change.replaces === "unknown") {
    return text`${words} (it is not known whether AWS can change it in place)`;
  }
  return words;
}

/** Inputs by which an alias says which version is called by its name. */
const LIVE = ["functionVersion", "routingConfigurations"];

function whatFollows(path: string, { urn, what }: Follows): Text {
  const { name } = parseUrn(urn);
  switch (what) {
    case "id":
      return text`${code(path)} follows the new ${code(name)}`;
    case "version":
      return LIVE.includes(path)
        ? text`puts the new version of ${code(name)} live (${code(path)})`
        : text`${code(path)} follows the new version of ${code(name)}`;
    case "tags":
      return text`with the default tags of the provider ${code(name)}, the tags of each`;
  }
}

function whatDiffers({ path, before, after }: PropertyChange): Text {
  const contents = [contentsOf(before), contentsOf(after)] as const;
  if (contents[0] !== undefined && contents[1] !== undefined) {
    return text`${code(path)} changed (${kilobytes(contents[0].bytes)} → ${kilobytes(contents[1].bytes)} KB)`;
  }
  if (path.endsWith("[order]")) {
    return text`${code(path.slice(0, -"[order]".length))}: in another order`;
  }
  if (isSecret(before) || isSecret(after)) {
    return text`${code(path)}: a secret, ${before === undefined ? "new" : after === undefined ? "gone" : "another value"}`;
  }
  if (before === undefined) {
    return text`${code(path)} added: ${valueSpan(after)}`;
  }
  return after === undefined
    ? text`${code(path)} removed: ${valueSpan(before)}`
    : text`${code(path)}: ${valueSpan(before)} → ${valueSpan(after)}`;
}

/** Thousands of bytes, never told as none. */
function kilobytes(bytes: number): string {
  return bytes < 1000 ? (bytes / 1000).toFixed(1) : String(Math.round(bytes / 1000));
}

const SECRET = /\[secret( [0-9a-f]+)?\]/g;

function isSecret(value: unknown): boolean {
  return typeof value === "string" && value.replace(SECRET, "") === "" && value !== "";
}

/** A value as it may be shown: short, and without what stands for a secret inside of it. */
export function valueSpan(value: unknown): Span {
  const contents = contentsOf(value);
  if (contents !== undefined) {
    return `${kilobytes(contents.bytes)} KB`;
  }
  const written = (typeof value === "string" ? value : JSON.stringify(value)).replace(SECRET, "[secret]");
  // Not the first half of a surrogate pair.
  const cut = written.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, "");
  return code(written.length > LONGEST ? `${cut}…` : written);
}
