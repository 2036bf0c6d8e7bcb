import type { RecordedProgram, RecordedResource } from "../types";
import { ofType } from "./recorded-resources";

/** What AWS names by an identifier, so that policies tell whose it is by its tags; its service knows `aws:ResourceTag` of it. */
const TAGGED_TYPES: ReadonlySet<string> = new Set([
  "aws:kms/key:Key",
  "aws:redshiftserverless/namespace:Namespace",
  "aws:redshiftserverless/workgroup:Workgroup",
]);

/** ARN -> its tags as condition keys, those that the provider puts on everything among them. */
export function recordedTags(
  program: RecordedProgram,
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const everywhere = Object.assign({}, ...ofType(program, "pulumi:providers:aws").map(defaultTags)) as Tags;
  return new Map(
    program.resources
      .filter(({ type }) => TAGGED_TYPES.has(type))
      .map(({ state, inputs }) => {
        const tags = { ...everywhere, ...(inputs.tags as Tags | undefined) };
        const keys = Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]);
        return [String(state.arn), Object.fromEntries(keys) as Tags];
      }),
  );
}

type Tags = Readonly<Record<string, string>>;

/** A provider's inputs are JSON texts. */
function defaultTags({ inputs }: RecordedResource): Tags {
  const { defaultTags: text } = inputs;
  return typeof text === "string" ? ((JSON.parse(text) as { readonly tags?: Tags }).tags ?? {}) : {};
}
