import assert from "node:assert/strict";
import { describeReview } from "../../../cli/diff/describe";
import { terminal } from "../../../cli/diff/document/terminal";
import { changeCounts, hasChanges } from "../../../cli/diff/change-counts";
import type { ResourceChange } from "../../../cli/diff/resources/resource-change";
import type { RoleChange, StatementChange } from "../../../cli/diff/roles/role-change";
import type { Review, StackReview } from "../../../cli/diff/review";
import { stackReview } from "./stack-review";

const base = { ref: "main", commit: "1a2b3c4".padEnd(40, "0") };
const head = { ref: "work tree" };

/** In lines, as a wide terminal shows it. */
function said(...stacks: readonly StackReview[]): readonly string[] {
  const review: Review = { formatVersion: 1, base, head, stacks };
  const text = terminal(describeReview(review), { width: 500, colours: false, graphs: false });
  return text.split("\n").filter((line) => line !== "");
}

const setting = (after: string, caution?: string): Partial<StackReview> => ({
  settings: [
    { path: "schedule.timeZone", before: "UTC", after, ...(caution === undefined ? {} : { caution }) },
  ],
});

function resource(action: ResourceChange["action"], component = false, stack = "dev"): ResourceChange {
  return {
    action,
    urn: `urn:pulumi:${stack}::stepline::aws:sqs/queue:Queue::queue`,
    type: "aws:sqs/queue:Queue",
    name: "queue",
    component,
    guards: [],
    removedGuards: [],
    retained: false,
    contentAddressed: false,
    properties: [],
    options: [],
    forcedBy: [],
  };
}

const nothing = { added: [], removed: [], kept: [] };

function alarming(sid: string, effect: "Allow" | "Deny"): RoleChange {
  const statement: StatementChange = {
    ...{ sid, effect, policy: "own", action: "changed", access: "more", words: "changes" },
    ...{ actions: nothing, resources: nothing, principals: nothing, conditions: nothing },
    alarms: ["Look at it."],
  };
  return {
    ...{ role: "reader", kind: "role", action: "changed", access: "more" },
    ...{ trust: [], attachments: [], statements: [statement] },
  };
}

const [lostDenial, foreign] = [alarming("Denied", "Deny"), alarming("Foreign", "Allow")];

const resources = (...changes: readonly ResourceChange[]): Partial<StackReview> => ({
  resources: { changes, unchanged: 7, missingAliases: [] },
});

describe("a review for people", () => {
  it("is one line when nothing changes", () => {
    assert.deepEqual(said(stackReview("dev"), stackReview("prod")), [
      "Nothing changes from main (1a2b3c4) to the work tree for dev and prod.",
    ]);
  });

  it("has a line for each stack, then warnings, then sections", () => {
    const lines = said(stackReview("dev", setting("Lisbon", "Runs move.")), stackReview("prod"));
    assert.deepEqual(lines.slice(0, 8), [
      "What changes from main (1a2b3c4) to the work tree",
      "=================================================",
      "  dev: 1 setting (to be checked)",
      "  prod: nothing changes",
      "! dev: schedule.timeZone: Runs move.",
      "dev",
      "===",
      "Settings",
    ]);
  });

  it("says once what is the same in several stacks but for their names", () => {
    const lines = said(
      stackReview("dev", setting("stepline-dev", "Ask about dev.")),
      stackReview("prod", setting("stepline-prod", "Ask about prod.")),
    );
    assert.ok(lines.includes("  dev and prod: 1 setting (to be checked)"), lines.join("\n"));
    assert.ok(lines.includes("! dev and prod: schedule.timeZone: Ask about dev."), lines.join("\n"));
    assert.ok(lines.includes("dev and prod alike, as dev has it"), lines.join("\n"));
    assert.equal(lines.filter((line) => line === "Settings").length, 1);
  });

  it("says apart what is not the same, and together what is", () => {
    const lines = said(
      stackReview("dev", { ...setting("a"), ...resources(resource("update")) }),
      stackReview("prod", { ...setting("b"), ...resources(resource("update", false, "prod")) }),
    );
    const titles = lines.filter((_, index) => /^=+$/.test(lines[index + 1] ?? ""));
    assert.deepEqual(titles.slice(1), ["dev and prod alike, as dev has it", "dev", "prod"]);
    assert.equal(lines.filter((line) => line === "Settings").length, 2);
    assert.equal(lines.filter((line) => line === "Resources").length, 1);
  });

  it("needs no word about stacks when there is one", () => {
    const lines = said(stackReview("dev", setting("Lisbon", "Runs move.")));
    assert.ok(lines.includes("! schedule.timeZone: Runs move."), lines.join("\n"));
    assert.equal(lines.includes("dev"), false);
  });

  it("has the most dangerous warning first, whatever section and stack it is of", () => {
    const dangerous = (stack: string): Partial<StackReview> => ({
      ...resources({
        ...resource("delete", false, stack),
        stateful: "Its messages are lost.",
      }),
      ...{ settings: [{ path: "schedule.timeZone", after: "a", caution: "Later." }] },
      workflows: [
        {
          root: "ingest",
          machines: [
            {
              ...{ name: "ingest", action: "changed", fields: [], states: [] },
              dangers: [{ kind: "unreachable", states: ["Done"] }],
            },
          ],
          graphs: { shows: "nothing" },
        },
      ],
      roles: [lostDenial, foreign],
      contracts: [{ contract: "a", action: "changed", verdict: "breaking", differences: [], migration: [] }],
    });
    const lines = said(stackReview("dev", dangerous("dev")), stackReview("prod", dangerous("other")));
    const order = ["lost", "Denied", "breaking", "of this workflow", "Foreign", "Later"];
    const places = lines
      .filter((line) => /^! (?:dev|prod)/.test(line))
      .map((line) => order.findIndex((word) => line.includes(word)));
    assert.ok(new Set(places).size === order.length, lines.join("\n"));
    assert.deepEqual(places, [...places].sort());
  });

  it("says of a warning what it is about, also where it no longer stands under its heading", () => {
    const machine = {
      name: "ingest",
      action: "changed" as const,
      fields: [],
      states: [],
      dangers: [{ kind: "unreachable" as const, states: ["Done"] }],
    };
    const workflows = [{ root: "ingest", machines: [machine], graphs: { shows: "everything" as const } }];
    const warning = said(stackReview("dev", { workflows })).find((line) => line.startsWith("!"));
    assert.match(warning ?? "", /^! ingest: /);
  });
});

describe("a stack in one line", () => {
  it("counts what changes, loudest where it matters", () => {
    const review = stackReview("dev", {
      ...resources(resource("update"), resource("update"), resource("replace"), resource("create", true)),
      ...setting("a"),
      contracts: [
        { contract: "a", action: "changed", verdict: "breaking", differences: [], migration: [] },
        { contract: "b", action: "changed", verdict: "compatible", differences: [], migration: [] },
      ],
      cost: {
        ...stackReview("dev").cost,
        after: { least: 13.204, most: 15 },
        lines: [{ item: "KMS", before: { least: 0, most: 0 }, after: { least: 1, most: 1 }, basis: "" }],
      },
    });
    assert.equal(
      changeCounts(review),
      "2 resources updated, 1 replaced; 2 contracts (1 breaking); 1 setting; at least $3.20 more, at most $5.00 less a month (estimate)",
    );
  });

  it("does not call a file that comes beside its earlier version replaced", () => {
    const object = { ...resource("replace"), contentAddressed: true };
    assert.equal(changeCounts(stackReview("dev", resources(object))), "1 resource in a new version");
  });

  it("tells a new stack, and one that is gone", () => {
    assert.equal(changeCounts(stackReview("dev", { presence: "added" })), "new stack");
    assert.equal(
      changeCounts(stackReview("dev", { presence: "removed", ...resources(resource("delete")) })),
      "stack without a configuration file now; 1 resource deleted",
    );
  });

  it("tells components alone, which are nothing in AWS", () => {
    assert.equal(
      changeCounts(stackReview("dev", resources(resource("rename", true)))),
      "components alone change",
    );
  });

  it("is without changes only when no section has any", () => {
    assert.equal(hasChanges(stackReview("dev")), false);
    const changed: readonly Partial<StackReview>[] = [
      { presence: "removed" },
      resources(resource("update")),
      setting("a"),
      { workflows: [{ root: "a", machines: [], graphs: { shows: "nothing" } }] },
    ];
    for (const changes of changed) {
      assert.equal(hasChanges(stackReview("dev", changes)), true);
    }
  });
});
