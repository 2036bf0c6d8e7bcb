import { recordProgram, type RecordOptions } from "../../sandbox/program/record";
import type { RecordedProgram } from "../../sandbox/types";
import { CommandError } from "../command-error";

/** JavaScript's own: their message says nothing without the place. */
const MISTAKES = [TypeError, ReferenceError, RangeError, SyntaxError];

/**
 * Records a program for a command line.
 *
 * @throws CommandError with what the program, or the recorder, said is wrong; a mistake in the code with its stack
 */
export async function recordForPeople(options: RecordOptions): Promise<RecordedProgram> {
  try {
    return await recordProgram(options);
  } catch (error) {
    if (MISTAKES.some((mistake) => error instanceof mistake)) {
      // Once more, slower: now it tells where.
      return await recordProgram({ ...options, stacks: true });
    }
    throw new CommandError(error instanceof Error ? error.message : String(error));
  }
}
