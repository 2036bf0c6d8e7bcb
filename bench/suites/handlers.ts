import fs from "node:fs";
import path from "node:path";
import { buildSync } from "esbuild";
import {
  bundleHandlers,
  bundleOptions,
  handlerNames,
  type HandlerName,
} from "../../components/function-bundle";
import { projectRoot } from "../../sandbox/paths";
import { recordProgram } from "../../sandbox/program/record";
import type { RecordedProgram } from "../../sandbox/types";
import type { BenchContext, Comparison, Suite } from "../figure";
import { inTurns, timedProcess } from "../timed-process";

const OURS = "stepline";
const CLIENTS = "its AWS clients alone";
const SAME_SETTINGS = "its AWS clients, our settings";

export const suite: Suite = {
  name: "handlers",
  about:
    "Each Lambda bundle as it is deployed, beside bundles of nothing but the AWS clients and commands it imports: one " +
    "as anybody would make it, one with our replacement of the SDK's chain of credential providers. Size, and time of " +
    "the import in a fresh process.",
  async run(context) {
    const program = await recordProgram({ stack: "dev" });
    const comparisons: Comparison[] = [];
    for (const name of handlerNames) {
      context.say(name);
      const files = bundles(name, context.directory);
      const sizes = Object.entries(files).map(([subject, file]) => ({
        name: subject,
        samples: [fs.statSync(file).size / 1000],
      }));
      comparisons.push(
        { name: `${name}, bundle`, unit: "KB", subjects: sizes, goal: { kind: "limit", bound: 500 } },
        await coldImport(name, files, declaredVariables(program, name), context),
      );
    }
    return comparisons;
  },
};

/** Subject -> file. */
function bundles(name: HandlerName, directory: string): Readonly<Record<string, string>> {
  const entry = path.join(directory, `${name}-clients.ts`);
  fs.writeFileSync(entry, clientImports(name));
  const bundle = (suffix: string, alias: Readonly<Record<string, string>>): string => {
    const outfile = path.join(directory, `${name}-clients${suffix}.js`);
    // Packages are looked up from the entry upwards; this one is outside the project.
    const nodePaths = [path.join(projectRoot, "node_modules")];
    buildSync({
      ...bundleOptions,
      write: true,
      alias,
      nodePaths,
      absWorkingDir: projectRoot,
      entryPoints: [entry],
      outfile,
    });
    return outfile;
  };
  return {
    [OURS]: path.join(bundleHandlers()[name].directory, "index.js"),
    [CLIENTS]: bundle("", {}),
    [SAME_SETTINGS]: bundle("-same", bundleOptions.alias),
  };
}

/** A module that imports what the handler's sources import of the AWS SDK's clients, and nothing else. */
function clientImports(name: HandlerName): string {
  const { metafile } = buildSync({
    ...bundleOptions,
    absWorkingDir: projectRoot,
    entryPoints: [`handlers/${name}/handler.ts`],
    outdir: "unwritten",
  });
  const sources = Object.keys(metafile.inputs).filter((input) => /^(handlers|contracts)\//.test(input));
  const names = new Map<string, Set<string>>();
  for (const source of sources) {
    const text = fs.readFileSync(path.join(projectRoot, source), "utf8");
    for (const [, list, client] of text.matchAll(
      /^import \{([^}]*)\} from "(@aws-sdk\/client-[a-z0-9-]+)"/gm,
    )) {
      const values = list.split(",").map((one) => one.trim());
      const imported = values.filter((one) => one !== "" && !one.startsWith("type "));
      names.set(client, new Set([...(names.get(client) ?? []), ...imported]));
    }
  }
  if (names.size === 0) {
    throw new Error(`handlers/${name} imports no AWS client: it has nothing to be compared with.`);
  }
  return [...names]
    .map(([client, values]) => `export { ${[...values].join(", ")} } from "${client}";\n`)
    .join("");
}

/** Imports are short beside a process's start: they are timed inside it, and more often. */
async function coldImport(
  name: HandlerName,
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
  { samples }: BenchContext,
): Promise<Comparison> {
  const script =
    "const t = performance.now(); require(process.argv[1]); console.log(`ms=${performance.now() - t}`); process.exit(0)";
  const imported = (file: string) => async (): Promise<number> => {
    const { output } = await timedProcess(process.execPath, ["-e", script, file], { env });
    return Number(/ms=([\d.]+)/.exec(output)?.[1]);
  };
  const things = Object.fromEntries(
    Object.entries(files).map(([subject, file]) => [subject, imported(file)]),
  );
  const subjects = await inTurns(things, samples * 6);
  return {
    name: `${name}, cold import`,
    unit: "ms",
    subjects,
    goal: { kind: "ratio", against: CLIENTS, bound: 1.15 },
  };
}

/** What the program gives the function, and what Lambda gives every function. */
function declaredVariables(program: RecordedProgram, name: HandlerName): Record<string, string> {
  const declared = program.resources.find(
    ({ type, inputs }) => type === "aws:lambda/function:Function" && String(inputs.name).endsWith(`-${name}`),
  );
  if (declared === undefined) {
    throw new Error(`The program of stack "dev" declares no function whose name ends in "-${name}".`);
  }
  const environment = declared.inputs.environment as
    { readonly variables?: Record<string, string> } | undefined;
  return {
    ...environment?.variables,
    AWS_REGION: program.region,
    AWS_LAMBDA_FUNCTION_NAME: String(declared.inputs.name),
    AWS_ACCESS_KEY_ID: "benchmark",
    AWS_SECRET_ACCESS_KEY: "benchmark",
  };
}
