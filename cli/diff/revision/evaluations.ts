import type { Snapshot } from "../snapshot";
import { evaluateStack } from "./evaluation";
import type { Revision } from "./revision";
import { newKey } from "./secret-digest";
import type { Workplace } from "./workplace";

/** Each takes a processor for a second or two. */
const PROCESSES = 2;

/** What the revisions of a review declare, told by a few processes at a time, in the order in which they are started. */
export class Evaluations {
  private readonly key = newKey();
  private readonly results = new Map<string, Promise<Snapshot>>();
  private readonly waiting: { readonly begin: () => void; readonly fail: (error: Error) => void }[] = [];
  private free = PROCESSES;
  private failure?: Error;

  constructor(private readonly workplace: Workplace) {}

  /** @param wanted stacks; none: all that the revision has */
  public start(revision: Revision, wanted: readonly string[]): void {
    for (const stack of revision.stacks.filter((one) => wanted.length === 0 || wanted.includes(one))) {
      const result = this.evaluate(revision, stack);
      // Whoever asks for it is told; the review may end before anybody does.
      result.catch(() => undefined);
      this.results.set(`${revision.evaluator} ${stack}`, result);
    }
  }

  /** Nothing for a stack that was not started: the revision does not have it. */
  public async snapshot(revision: Revision, stack: string): Promise<Snapshot | undefined> {
    return await this.results.get(`${revision.evaluator} ${stack}`);
  }

  private async evaluate(revision: Revision, stack: string): Promise<Snapshot> {
    await this.place();
    try {
      return await evaluateStack(revision, stack, this.key, this.workplace);
    } catch (error) {
      // One that fails ends the review: none may begin after it.
      this.failure = error as Error;
      this.waiting.splice(0).forEach(({ fail }) => {
        fail(error as Error);
      });
      throw error;
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) {
        this.free += 1;
      } else {
        next.begin();
      }
    }
  }

  /** For one more process. */
  private async place(): Promise<void> {
    if (this.failure !== undefined) {
      throw this.failure;
    }
    if (this.free > 0) {
      this.free -= 1;
      return;
    }
    await new Promise<void>((begin, fail) => this.waiting.push({ begin, fail }));
  }
}
