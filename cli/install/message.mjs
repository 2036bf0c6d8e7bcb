/** Something a person has to do before Stepline can run. Shown without a stack trace. */
export class SetupError extends Error {
  name = "SetupError";
}

/** One line of what the installation is doing. To stderr: stdout belongs to the command. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a command and sets the exit status it gives; 2 when it could not be carried out. Only what nobody expected is shown with
 * its stack.
 *
 * @param {() => Promise<number>} command
 */
export async function endWith(command) {
  try {
    process.exitCode = await command();
  } catch (error) {
    // By name: TypeScript has a class of its own for it, cli/command-error.ts.
    process.stderr.write(`${error?.name === "SetupError" ? error.message : (error?.stack ?? error)}\n`);
    process.exitCode = 2;
  }
}
