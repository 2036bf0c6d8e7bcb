import { read, UNKNOWN } from "../resource";
import { type ResourceRule, resourceRule } from "../rule";

const TAGGED = [
  { name: "Lambda.6-is-tagged", control: "Lambda.6", type: "aws:lambda/function:Function", what: "function" },
  { name: "DynamoDB.5-is-tagged", control: "DynamoDB.5", type: "aws:dynamodb/table:Table", what: "table" },
  { name: "SNS.3-is-tagged", control: "SNS.3", type: "aws:sns/topic:Topic", what: "topic" },
  { name: "Glue.1-is-tagged", control: "Glue.1", type: "aws:glue/job:Job", what: "Glue job" },
];

/** Costs and owners are found by tag; the provider's default tags count. */
export const tagRules: readonly ResourceRule[] = TAGGED.map(({ name, control, type, what }) =>
  resourceRule({
    name,
    controls: [control],
    checks: `Every ${what} has a tag, of its own or of the provider's defaultTags.`,
    enforcement: "advisory",
    types: [type],
    check: (resource) => {
      const tags = read(resource, "tags");
      return tags === UNKNOWN || Object.keys({ ...(tags ?? {}), ...resource.defaultTags }).length > 0
        ? []
        : ["tags is empty. Set defaultTags on the provider, or tags here."];
    },
  }),
);
