import assert from "node:assert/strict";
import type { Attempt } from "../../cli/report/execution/attempts";
import { LiveView } from "../../cli/run/live-view";
import { duration, fittingColumns, nameList, textTable, wrap } from "../../cli/run/text-table";

const at = (seconds: number): Date => new Date(Date.UTC(2008, 10, 22) + seconds * 1000);

describe("textTable", () => {
  it("aligns numbers to the right and texts to the left", () => {
    assert.equal(
      textTable(
        ["state", "n"],
        [
          ["a", 5],
          ["long", 12],
        ],
      ),
      "state   n\na       5\nlong   12",
    );
  });

  it("stays within the width, cutting the widest cells with a mark", () => {
    const table = textTable(["k", "v"], [["cause", "x".repeat(200)]], 40);
    for (const line of table.split("\n")) {
      assert.ok(line.length <= 40, line);
    }
    assert.match(table, /x~$/);
  });

  it("keeps a cell on its line", () => {
    assert.equal(textTable(["v"], [["a\nb"]]), "v\na b");
  });
});

describe("fittingColumns", () => {
  it("counts the first columns that fit whole", () => {
    assert.equal(fittingColumns(["id", "name"], [[1, "x".repeat(10)]], 14), 2);
    assert.equal(fittingColumns(["id", "name"], [[1, "x".repeat(11)]], 14), 1);
    assert.equal(fittingColumns(["x".repeat(99)], [], 14), 1);
  });
});

describe("nameList", () => {
  it("lets a long value go on below itself, whole", () => {
    const arn = "arn:aws:states:eu-west-1:111122223333:execution:a:b";
    const text = nameList(
      [
        ["status", "FAILED"],
        ["executionArn", arn],
      ],
      40,
    );
    assert.equal(text.split("\n")[0], "status        FAILED");
    assert.ok(text.split("\n").every((line) => line.length <= 40));
    assert.ok(text.replace(/\n +/g, "").includes(arn));
  });
});

describe("wrap", () => {
  it("breaks after words, and inside one only when it must", () => {
    assert.deepEqual(wrap("one two three", 7), ["one two", "three"]);
    assert.deepEqual(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    assert.deepEqual(wrap("a\nb", 4), ["a", "b"]);
  });
});

describe("duration", () => {
  it("writes seconds with a tenth, minutes with seconds", () => {
    assert.deepEqual([49, 1234, 59_940, 125_000].map(duration), ["0.0 s", "1.2 s", "59.9 s", "2 min 05 s"]);
  });
});

describe("LiveView", () => {
  const attempt: Attempt = {
    scheduledAt: at(0),
    outcome: "succeeded",
    service: "lambda",
    resource: "invoke",
  };
  const visit = {
    state: "Extract",
    type: "Task",
    enteredAt: at(0),
    assigned: {},
    attempts: [attempt],
    caught: false,
    failed: false,
  };
  const lines = (columns?: number) => {
    const written: string[] = [];
    return { written, screen: { write: (text: string) => written.push(text), columns } };
  };

  it("prints plain lines of at most 80 columns without a terminal", () => {
    const { written, screen } = lines();
    const view = new LiveView(screen, 0, () => 1500);
    view.stateChanged({ machine: "stepline-dev-marketing-ingest", visit, left: false });
    const refused: Attempt = { ...attempt, outcome: "failed", error: "Lambda.TooManyRequestsException" };
    const left = { ...visit, exitedAt: at(2), attempts: [refused, attempt] };
    view.stateChanged({ machine: "stepline-dev-marketing-ingest", visit: left, left: true });
    view.close();
    assert.deepEqual(written, [
      "   1.5 s  ingest          Extract                   entered\n",
      "   1.5 s  ingest          Extract: Lambda.TooManyRequestsException\n",
      "   1.5 s  ingest          Extract                   left after 2.0 s, 2 attempts\n",
    ]);
    assert.ok(written.every((line) => line.length <= 81));
  });

  it("draws what is running in place on a terminal, never wider than it", () => {
    const { written, screen } = lines(40);
    const view = new LiveView({ ...screen, isTTY: true }, 0, () => 1500);
    view.stateChanged({
      machine: "m-transform-load",
      visit: { ...visit, state: "T".repeat(60) },
      left: false,
    });
    view.close();
    const drawn = written.filter((text) => text.startsWith("\r\x1b[2K") && text.length > 5);
    assert.ok(drawn.length > 0);
    for (const text of drawn) {
      assert.ok(text.length - "\r\x1b[2K".length < 40);
      assert.ok(!text.includes("\n"));
    }
    assert.equal(written.at(-1), "\r\x1b[2K");
  });

  const progress = (stage: number, completedTasks: number, totalTasks: number) =>
    ({ kind: "glue.progress", jobName: "j", runId: "jr", stage, completedTasks, totalTasks }) as const;

  it("prints Spark's progress without a terminal, at most one line a stage and quarter", () => {
    const { written, screen } = lines();
    const view = new LiveView(screen, 0, () => 1500);
    view.sandboxEvent({ kind: "glue.start", jobName: "j", runId: "jr" });
    for (let completed = 0; completed <= 100; completed += 1) {
      view.sandboxEvent(progress(3, completed, 100));
    }
    view.sandboxEvent(progress(4, 0, 1));
    view.close();
    assert.deepEqual(
      written.map((line) => line.slice(line.indexOf("Spark")).trimEnd()),
      [
        ...["Spark stage 3: 0/100 tasks", "Spark stage 3: 25/100 tasks", "Spark stage 3: 50/100 tasks"],
        ...["Spark stage 3: 75/100 tasks", "Spark stage 3: 100/100 tasks", "Spark stage 4: 0/1 tasks"],
      ],
    );
    assert.equal(written[0], "   1.5 s  glue            Spark stage 3: 0/100 tasks\n");
  });

  it("draws Spark's progress into the running line on a terminal, and takes it away at the job's end", () => {
    const { written, screen } = lines(80);
    const view = new LiveView({ ...screen, isTTY: true }, 0, () => 1500);
    const lastDrawn = (): string => {
      // Whatever is said draws the line below it anew.
      view.say("x");
      return written.at(-1) ?? "";
    };
    view.stateChanged({ machine: "m-transform-load", visit: { ...visit, state: "Transform" }, left: false });
    view.sandboxEvent({ kind: "glue.start", jobName: "j", runId: "jr" });
    assert.match(lastDrawn(), /\.\.\. Transform 0\.0 s {2}\(Spark is starting\)$/);
    view.sandboxEvent(progress(3, 7, 12));
    assert.ok(!written.some((text) => text.includes("stage 3")), "no line of its own");
    assert.match(lastDrawn(), /\.\.\. Transform 0\.0 s {2}\(Spark stage 3: 7\/12 tasks\)$/);
    view.sandboxEvent({ kind: "glue.end", jobName: "j", runId: "jr", state: "SUCCEEDED", durationMs: 5 });
    assert.match(lastDrawn(), /\.\.\. Transform 0\.0 s$/);
    view.close();
    assert.equal(written.at(-1), "\r\x1b[2K");
  });
});
