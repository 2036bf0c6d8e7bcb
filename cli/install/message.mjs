/** Something a person has to do before Stepline can run. Shown without a stack trace. */
export class SetupError extends Error {}

/** One line of what the installation is doing. To stderr: stdout belongs to the command. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}
