import assert from "node:assert/strict";
import type { GetExecutionHistoryCommandInput, HistoryEvent, SFNClient } from "@aws-sdk/client-sfn";
import { ExecutionHistory } from "../../../../cli/report/execution/history";

/** Answers pages as Step Functions does, of at most `pageSize` events. */
class FakeHistory {
  readonly asked: GetExecutionHistoryCommandInput[] = [];
  events: HistoryEvent[] = [];

  constructor(private readonly pageSize: number) {}

  add(count: number): void {
    for (let added = 0; added < count; added += 1) {
      this.events.push({ id: this.events.length + 1, type: "PassStateEntered", timestamp: new Date(0) });
    }
  }

  client(): SFNClient {
    const send = async ({ input }: { input: GetExecutionHistoryCommandInput }) => {
      this.asked.push(input);
      const ordered = input.reverseOrder === true ? [...this.events].reverse() : this.events;
      const from = Number(input.nextToken ?? 0);
      const size = Math.min(this.pageSize, input.maxResults ?? 100);
      const nextToken = from + size < ordered.length ? String(from + size) : undefined;
      return { events: ordered.slice(from, from + size), nextToken };
    };
    return { send } as unknown as SFNClient;
  }
}

const ids = (events: readonly HistoryEvent[]): readonly (number | undefined)[] => events.map(({ id }) => id);
const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);

describe("ExecutionHistory", () => {
  it("reads every page of a history, oldest event first", async () => {
    const fake = new FakeHistory(10);
    fake.add(35);
    const history = new ExecutionHistory(fake.client(), "arn");
    assert.deepEqual(ids(await history.read()), upTo(35));
    assert.equal(fake.asked.length, 4);
  });

  it("then asks for the newest only, and goes back no further than to what it knows", async () => {
    const fake = new FakeHistory(10);
    fake.add(95);
    const history = new ExecutionHistory(fake.client(), "arn");
    await history.read();
    fake.asked.length = 0;
    assert.deepEqual(ids(await history.read()), upTo(95));
    assert.equal(fake.asked.length, 1, "nothing was new");
    fake.add(3);
    assert.deepEqual(ids(await history.read()), upTo(98));
    assert.equal(fake.asked.length, 2);
    fake.add(20);
    assert.deepEqual(ids(await history.read()), upTo(118));
    assert.ok(fake.asked.slice(2).every(({ reverseOrder }) => reverseOrder === true));
    assert.equal(fake.asked.length, 5, "twenty are two pages, and one that shows that there are no more");
  });

  it("reads an execution that has no event yet again from the start", async () => {
    const fake = new FakeHistory(10);
    const history = new ExecutionHistory(fake.client(), "arn");
    assert.deepEqual(await history.read(), []);
    fake.add(2);
    assert.deepEqual(ids(await history.read()), upTo(2));
  });
});
