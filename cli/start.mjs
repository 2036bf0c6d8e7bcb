import { install, root } from "./install/install.mjs";
import { endWith } from "./install/message.mjs";
import { runToEnd } from "./install/child.mjs";
import { parseStartOptions, START_HELP } from "./start-options.mjs";

async function main() {
  const options = parseStartOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(`${START_HELP}\n`);
    return 0;
  }
  const { environment } = await install({ tests: false });
  const args = ["cli/stepline/run-compiled.mjs", "cli/start.ts", options.date, options.env];
  return runToEnd(process.execPath, args, { cwd: root, env: environment });
}

await endWith(main);
