import { jarsDirectory, pythonPath } from "../paths";
import { buildSharedArchive } from "./shared-archive";

/** `node -r ts-node/register sandbox/glue/build-shared-archive.ts <file>`: the installer's last step. */
const [file] = process.argv.slice(2);

buildSharedArchive({ python: pythonPath(), jars: jarsDirectory() }, file).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
