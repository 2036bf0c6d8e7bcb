/** Something a person has to put right before a command can do its work: shown without a stack, with exit status 2. */
export class CommandError extends Error {
  /** As of cli/install/message.mjs, which is an ES module: CommonJS can't import it. */
  public override readonly name = "SetupError";
}
