interface CommandModule {
  readonly HELP: string;
}

/** `docs/commands.md`: what every command says of itself. */
export async function commandsPage(): Promise<string> {
  const { commands, commandFile } = await import("../stepline/commands.mjs");
  const { START_HELP } = await import("../start-options.mjs");
  const sections = commands().map(({ name, summary }) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- all commands that are there, whichever they are.
    const { HELP } = require(commandFile(name)) as CommandModule;
    return section(`stepline ${name}`, `${capital(summary)}.`, HELP);
  });
  return [
    "# Commands",
    "",
    "<!-- Made by `npx stepline docs` from what the commands say of themselves: change it there. -->",
    "",
    "In a clone, `npx stepline <command>` runs a command, from any folder of it. What a command needs is installed into the",
    "clone before it runs for the first time. All end with 0 when they are done, with 1 when what was run or checked failed,",
    "and with 2 when they could not be carried out.",
    "",
    section("npm start", "Run the daily pipeline end to end, offline.", START_HELP),
    ...sections,
  ].join("\n");
}

function section(title: string, summary: string, help: string): string {
  return [`## ${title}`, "", summary, "", "```text", help.trim(), "```", ""].join("\n");
}

function capital(text: string): string {
  return `${text[0].toUpperCase()}${text.slice(1)}`;
}
