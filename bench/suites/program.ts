import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pulumiCli } from "../../sandbox/engine/pulumi-cli";
import type { BenchContext, Comparison, Goal, Subject, Suite } from "../figure";
import { buildCdkPeer, cdkPeers, cdkSources, peerAssets } from "../peers/build";
import { checkoutWith } from "../program/checkout";
import { compilePrograms } from "../program/compile";
import { inTurns, timedProcess } from "../timed-process";

const COUNTS = [1, 10, 50] as const;
const OURS = "stepline";
const FLAT = "flat Pulumi";
const PULUMI_PROGRAMS = { [OURS]: "stepline.js", [FLAT]: "flat.js" };

export const suite: Suite = {
  name: "program",
  about:
    "Whole processes, from start to end: one, ten and fifty daily pipelines as built JavaScript, evaluated under " +
    "Pulumi's mocks (CDK and its kin: synthesised), and previewed by Pulumi's engine with a provider that answers at " +
    "once. Ours has one network and one warehouse a stack, and more of each pipeline; the flat one and CDK's have a " +
    "network and a warehouse a pipeline. So resources are told, and time by resource. " +
    "Bundles and the linter's verdicts are cached by the first round, which is left out, as they are from a user's " +
    "second run on.",
  async run(context) {
    const assets = peerAssets(context.cache);
    process.env.PEER_ASSETS = assets;
    const built = compilePrograms(context.directory);
    const comparisons: Comparison[] = [];
    for (const count of context.quick ? COUNTS.slice(0, 2) : COUNTS) {
      context.say(`${pipelines(count)} evaluated`);
      comparisons.push(...(await evaluated(built, count, context)));
      context.say(`${pipelines(count)} previewed`);
      comparisons.push(await previewed(built, count, context));
      context.say(`${pipelines(count)} by stepline synth`);
      comparisons.push(await synthesised(count, context));
    }
    return comparisons;
  },
};

function pipelines(count: number): string {
  return count === 1 ? "1 pipeline" : `${count} pipelines`;
}

/** With stack traces, as Pulumi runs a program, and without, as `stepline synth` does. */
async function evaluated(
  built: string,
  count: number,
  context: BenchContext,
): Promise<readonly Comparison[]> {
  const programs = path.join(built, "bench", "program");
  const resources = new Map<string, number>();
  const underMocks =
    (name: keyof typeof PULUMI_PROGRAMS, ...flags: string[]) =>
    async (): Promise<number> => {
      const file = path.join(programs, PULUMI_PROGRAMS[name]);
      const args = [...flags, path.join(programs, "under-mocks.js"), file, String(count)];
      const { seconds, output } = await timedProcess(process.execPath, args);
      resources.set(name, Number(/resources=(\d+)/.exec(output)?.[1]));
      return seconds;
    };
  const peers = Object.fromEntries(
    cdkPeers.map((peer) => {
      const app = buildCdkPeer(peer, context.cache);
      const env = { N: String(count), CDK_OUTDIR: path.join(context.directory, `${peer}.out`) };
      const sample = async (): Promise<number> => {
        fs.rmSync(env.CDK_OUTDIR, { recursive: true, force: true });
        return (await timedProcess(process.execPath, [app], { env })).seconds;
      };
      return [peer.toUpperCase(), sample] as const;
    }),
  );
  const goal: Goal = { kind: "ratio", against: FLAT, bound: 1.1 };
  const withTraces = await inTurns(
    { [OURS]: underMocks(OURS), [FLAT]: underMocks(FLAT), ...peers },
    context.samples,
  );
  const flag = "--stack-trace-limit=0";
  const without = await inTurns(
    { [OURS]: underMocks(OURS, flag), [FLAT]: underMocks(FLAT, flag) },
    context.samples,
  );
  return [
    comparison(`${pipelines(count)}, evaluated`, withTraces, goal),
    comparison(`${pipelines(count)}, evaluated without stack traces`, without, goal),
    {
      name: `${pipelines(count)}, resources`,
      unit: "resources",
      subjects: [...resources].map(([name, number]) => ({ name, samples: [number] })),
    },
    {
      name: `${pipelines(count)}, evaluated, by resource`,
      unit: "ms",
      subjects: withTraces.flatMap(({ name, samples }) => {
        const number = resources.get(name);
        return number === undefined
          ? []
          : [{ name, samples: samples.map((seconds) => Number(((seconds * 1000) / number).toFixed(3))) }];
      }),
      goal,
    },
  ];
}

async function previewed(built: string, count: number, context: BenchContext): Promise<Comparison> {
  const { folder: cli } = await pulumiCli({ say: context.say });
  const engine = path.join(built, "bench", "engine");
  const portFile = path.join(context.directory, "provider-port");
  fs.rmSync(portFile, { force: true });
  const provider = spawn(process.execPath, [path.join(engine, "provider.js"), portFile], {
    stdio: ["pipe", "inherit", "inherit"],
  });
  try {
    const env = {
      PATH: `${cli}${path.delimiter}${process.env.PATH}`,
      PROVIDER_PORT: await portOf(provider, portFile),
    };
    const preview = (file: string) => async (): Promise<number> => {
      const folder = fs.mkdtempSync(path.join(context.directory, "preview-"));
      const args = [
        path.join(engine, "preview.js"),
        path.join(built, "bench/program", file),
        String(count),
        folder,
      ];
      const { seconds } = await timedProcess(process.execPath, args, { env });
      fs.rmSync(folder, { recursive: true, force: true });
      return seconds;
    };
    const things = Object.fromEntries(
      Object.entries(PULUMI_PROGRAMS).map(([name, file]) => [name, preview(file)]),
    );
    const taken = await inTurns(things, Math.min(context.samples, count === 50 ? 3 : 5));
    return comparison(`${pipelines(count)}, previewed`, taken, { kind: "ratio", against: FLAT, bound: 1.1 });
  } finally {
    const ended = once(provider, "exit");
    provider.stdin.end();
    await ended;
  }
}

/** As a user types it, npx included; CDK's own command likewise, with its app through ts-node as `cdk init` sets it up. */
async function synthesised(count: number, context: BenchContext): Promise<Comparison> {
  const checkout = checkoutWith(count, context.directory);
  const stepline = async (): Promise<number> => {
    const out = path.join(context.directory, "synth");
    const args = ["stepline", "synth", "--env", "dev", "--out", out];
    return (await timedProcess("npx", args, { cwd: checkout })).seconds;
  };
  const cdk = cdkCommand(count, context);
  const taken = await inTurns(
    { [OURS]: stepline, ...(count === 50 ? {} : { "cdk synth": cdk }) },
    context.samples,
  );
  const bound = count === 1 ? 1.2 : 5;
  return comparison(`${pipelines(count)}, npx stepline synth`, taken, { kind: "limit", bound });
}

function cdkCommand(count: number, { cache, directory }: BenchContext): () => Promise<number> {
  const folder = cdkSources(cache);
  const env = { N: String(count), CDK_DISABLE_VERSION_CHECK: "1" };
  return async () => {
    const out = path.join(directory, "cdk-synth");
    fs.rmSync(out, { recursive: true, force: true });
    return (await timedProcess("npx", ["cdk", "synth", "--quiet", "--output", out], { cwd: folder, env }))
      .seconds;
  };
}

/** @throws Error when the provider ends before it listens */
async function portOf(provider: ChildProcess, portFile: string): Promise<string> {
  while (!fs.existsSync(portFile) || fs.readFileSync(portFile, "utf8") === "") {
    if (provider.exitCode !== null) {
      throw new Error(`The benchmark's provider ended with status ${provider.exitCode} before it listened.`);
    }
    await sleep(20);
  }
  return fs.readFileSync(portFile, "utf8");
}

function comparison(name: string, subjects: readonly Subject[], goal: Goal): Comparison {
  return { name, unit: "s", subjects, goal };
}
