import { type AlikeStacks, alikeStacks, listed } from "./alike";
import { changeCounts, hasChanges } from "./change-counts";
import { describeContracts } from "./contracts/describe";
import { describeCost } from "./cost/describe";
import {
  type Block,
  code,
  type Danger,
  DANGERS,
  type Span,
  strong,
  text,
  type Text,
} from "./document/document";
import { describeResources } from "./resources/describe";
import type { Review, RevisionName, StackReview } from "./review";
import { describeRoles } from "./roles/describe";
import { describeSettings } from "./settings/describe";
import { describeWorkflows } from "./workflows/describe";

/** What a section is about, and what it says of it. */
interface Section {
  /** Of its warnings that do not say so themselves. */
  readonly danger: Danger;
  readonly changes: unknown;
  readonly blocks: readonly Block[];
}

/** What a pipeline does, who may do what, what its data looks like; then what it is made of and costs. */
const SECTIONS: readonly ((review: StackReview) => Section)[] = [
  ({ workflows }) => ({ danger: "workflow", changes: workflows, blocks: describeWorkflows(workflows) }),
  ({ roles }) => ({ danger: "access", changes: roles, blocks: describeRoles(roles) }),
  ({ contracts }) => ({ danger: "contract", changes: contracts, blocks: describeContracts(contracts) }),
  // How many there are besides does not make one stack's changes others than another's.
  ({ resources }) => ({
    danger: "loss",
    changes: { ...resources, unchanged: 0 },
    blocks: describeResources(resources),
  }),
  ({ settings }) => ({ danger: "other", changes: settings, blocks: describeSettings(settings) }),
  ({ cost }) => ({ danger: "other", changes: cost, blocks: describeCost(cost) }),
];

interface Warning {
  readonly danger: Danger;
  readonly text: Text;
}

/** Of one section, for stacks of which it is the same. */
interface Said {
  readonly stacks: readonly string[];
  readonly warnings: readonly Warning[];
  readonly others: readonly Block[];
}

/** A review for people: a line for each stack, what must not be missed, then section by section. */
export function describeReview(review: Review): readonly Block[] {
  const names = review.stacks.map(({ stack }) => stack);
  if (!review.stacks.some(hasChanges)) {
    return [{ kind: "paragraph", text: nothingChanges(review, names) }];
  }
  const said = SECTIONS.flatMap((section) =>
    alikeStacks(review.stacks.map((each) => ({ stack: each.stack, value: section(each) }))),
  )
    .filter(({ value }) => value.blocks.length > 0)
    .map(split);
  return [
    {
      kind: "heading",
      level: 2,
      text: ["What changes from ", ...revision(review.base), " to ", ...revision(review.head)],
    },
    counts(review),
    ...warnings(said, names),
    ...parts(said, names),
  ];
}

function nothingChanges({ base, head }: Review, stacks: readonly string[]): Text {
  return text`Nothing changes from ${revision(base)} to ${revision(head)} for ${listed(stacks)}.`;
}

function revision({ ref, commit }: RevisionName): Text {
  if (commit === undefined) {
    return [`the ${ref}`];
  }
  const short = code(commit.slice(0, 7));
  return commit.startsWith(ref) ? [short] : [code(ref), " (", short, ")"];
}

function counts({ stacks }: Review): Block {
  const lines = alikeStacks(stacks.map((each) => ({ stack: each.stack, value: changeCounts(each) })));
  return {
    kind: "items",
    items: lines.map((line) => ({ mark: "note", text: [strong(listed(line.stacks)), `: ${line.value}`] })),
  };
}

/**
 * A section's warnings go to the top, each with the heading that says what it is about where that is more than the section;
 * its other blocks stay together.
 */
function split({ stacks, value }: AlikeStacks<Section>): Said {
  const warnings: Warning[] = [];
  let about: Text = [];
  for (const block of value.blocks) {
    if (block.kind === "heading") {
      about = block.level === 4 ? [...block.text, ": "] : [];
    } else if (block.kind === "warning") {
      warnings.push({ danger: block.danger ?? value.danger, text: [...about, ...block.text] });
    }
  }
  return { stacks, warnings, others: value.blocks.filter(({ kind }) => kind !== "warning") };
}

/** Of all sections and stacks together: what is lost comes before what somebody may do, whatever section tells it. */
function warnings(said: readonly Said[], all: readonly string[]): readonly Block[] {
  const found = said.flatMap(({ stacks, warnings: own }) => {
    const where: readonly Span[] = all.length === 1 ? [] : [strong(listed(stacks)), ": "];
    return own.map(({ danger, text: words }) => ({ danger, text: [...where, ...words] }));
  });
  return DANGERS.flatMap((danger) =>
    found
      .filter((warning) => warning.danger === danger)
      .map((warning): Block => ({ kind: "warning", ...warning })),
  );
}

/** What is the same for most stacks comes first. */
function parts(said: readonly Said[], all: readonly string[]): readonly Block[] {
  const groups = new Map<string, Said[]>();
  for (const each of said) {
    const key = JSON.stringify(each.stacks);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()]
    .sort(([one], [other]) => other.stacks.length - one.stacks.length)
    .flatMap((group) => [...partTitle(group[0].stacks, all), ...group.flatMap(({ others }) => others)]);
}

function partTitle(stacks: readonly string[], all: readonly string[]): readonly Block[] {
  if (all.length === 1) {
    return [];
  }
  const title = stacks.length === 1 ? stacks[0] : `${listed(stacks)} alike, as ${stacks[0]} has it`;
  return [{ kind: "heading", level: 2, text: [title] }];
}
