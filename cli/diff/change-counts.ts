import type { MonthlyCost } from "./cost/cost-change";
import { differenceWords } from "./cost/words";
import type { StackReview } from "./review";
import { isUsual } from "./roles/role-change";

/** Whether anything differs that a review tells. */
export function hasChanges({
  presence,
  resources,
  workflows,
  roles,
  contracts,
  settings,
  cost,
}: StackReview): boolean {
  const lists = [resources.changes, workflows, roles, contracts, settings, cost.lines];
  return presence !== "both" || lists.some(({ length }) => length > 0);
}

/** `2 resources updated, 1 replaced; 1 workflow; 1 contract (breaking); $3.20 more a month`: a stack in one line. */
export function changeCounts(review: StackReview): string {
  if (!hasChanges(review)) {
    return "nothing changes";
  }
  const { presence, workflows, roles, contracts, settings, cost } = review;
  const machines = workflows
    .flatMap((workflow) => workflow.machines)
    .filter(({ action }) => action !== "unchanged");
  const parts = [
    presence === "both" ? "" : presence === "added" ? "new stack" : "stack without a configuration file now",
    resourceCounts(review),
    counted(machines, "workflow"),
    counted(
      roles,
      "role or policy",
      roles.filter((role) => (role.access === "more" || role.access === "both") && !isUsual(role)),
      "may do more",
    ),
    counted(
      contracts,
      "contract",
      contracts.filter(({ verdict }) => verdict === "breaking"),
      "breaking",
    ),
    counted(
      settings,
      "setting",
      settings.filter(({ caution }) => caution !== undefined),
      "to be checked",
    ),
    costWords(cost.before, cost.after),
  ];
  const said = parts.filter((part) => part !== "");
  return said.length === 0 ? "components alone change" : said.join("; ");
}

const ACTIONS = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  rename: "renamed",
};

/** Components are nothing in AWS. */
function resourceCounts({ resources }: StackReview): string {
  const real = resources.changes.filter(({ component }) => !component);
  const counts = [
    ...Object.entries(ACTIONS).map(([action, words]) => ({
      words,
      count: real.filter((change) => change.action === action && !change.contentAddressed).length,
    })),
    { words: "in a new version", count: real.filter(({ contentAddressed }) => contentAddressed).length },
  ].filter(({ count }) => count > 0);
  return counts
    .map(({ words, count }, index) =>
      index === 0 ? `${count} resource${count === 1 ? "" : "s"} ${words}` : `${count} ${words}`,
    )
    .join(", ");
}

function counted(
  things: readonly unknown[],
  one: string,
  loud: readonly unknown[] = [],
  loudWords = "",
): string {
  if (things.length === 0) {
    return "";
  }
  const which =
    loud.length === 0 ? "" : things.length === 1 ? ` (${loudWords})` : ` (${loud.length} ${loudWords})`;
  return `${things.length} ${things.length === 1 ? one : plural(one)}${which}`;
}

function costWords(before: MonthlyCost, after: MonthlyCost): string {
  const words = differenceWords(before, after);
  return words === "" ? "" : `${words} a month (estimate)`;
}

function plural(one: string): string {
  return one === "role or policy" ? "roles or policies" : `${one}s`;
}
