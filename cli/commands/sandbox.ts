import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { loadContract } from "../../contracts/compile";
import { repositoryFile } from "../../pipelines/pipeline-spec";
import { DataDirectoryError } from "../../sandbox/data/directory";
import { PortError } from "../../sandbox/loopback-port";
import { recordProgram } from "../../sandbox/program/record";
import { recordedOutputs } from "../../sandbox/program/stack-outputs";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox";
import { deliverSampleData } from "../../sandbox/seed/deliver";
import { CommandError } from "../command-error";
import { dailyPipeline, PIPELINE } from "../run/daily-pipeline";
import { LiveView } from "../run/live-view";
import { Stopped, StopRequest } from "../run/stop-request";
import { Activity } from "../sandbox/activity";
import { guide } from "../sandbox/guide";
import { type EndpointOptions, parseEndpointOptions } from "../sandbox/options";

export const HELP = `stepline sandbox [--env dev|prod] [--data <folder>] [--port N]
                 [--time-scale F] [--empty]

Keeps a local AWS endpoint up with everything the program of a stack declares,
and shows what goes on there. It prints how AWS CLI, boto3 and any AWS SDK reach
it, and how to start a run. Ctrl-C ends it. Also: npm run sandbox -- [options].

  --env dev|prod   stack whose program is run. Default: dev.
  --data <folder>  keeps the state there, from one start to the next: objects,
                   items, messages, executions, logs, tables of the warehouse,
                   credentials and port. Default: it ends with the sandbox.
                   docs/sandbox.md says what is kept, and what is not.
  --port N         port on 127.0.0.1. Default: a free one; with --data the last.
  --time-scale F   pauses between polls and retries take F times what is
                   declared, 0 to 1. Default: 0.05.
  --empty          leaves the sample data out. It is never delivered where
                   --data already holds some.
  --help           this text.

Exit status: 0 it was ended by Ctrl-C, SIGTERM or SIGHUP, once it has said that
it is starting; before that such a signal ends it as any program, and a shell
shows 130, 143 or 129; 2 it could not be started, or a part of it failed.`;

/** The busiest day of the sample data. */
const LOGICAL_DATE = "2008-11-21";

/** @throws CommandError */
export async function run(args: readonly string[]): Promise<number> {
  const options = parseEndpointOptions(args);
  const stop = new StopRequest();
  const view = new LiveView(process.stdout, Date.now());
  const activity = new Activity(view, `stepline-${options.stack}-`);
  let starting: Promise<Sandbox> | undefined;
  try {
    view.say(`starting the sandbox of stack ${options.stack}`);
    const program = await stop.before(recordProgram({ stack: options.stack }));
    starting = startSandbox({
      ...options,
      program,
      sink: (event) => {
        activity.note(event);
      },
      onWarning: (text) => {
        view.say(text);
      },
    });
    const sandbox = await stop.before(starting);
    await stop.before(announce(sandbox, options, view));
    activity.begin(sandbox.client);
    await stop.before(sandbox.failed);
    return 2;
  } catch (error) {
    if (!(error instanceof Stopped)) {
      throw asCommandError(error);
    }
    view.say(`${error.signal}: stopping`);
    return 0;
  } finally {
    activity.end();
    view.close();
    // Also one that was still starting: none of its processes is left behind.
    await starting?.then(
      (sandbox) => sandbox.close(),
      () => undefined,
    );
    stop.close();
  }
}

function asCommandError(error: unknown): unknown {
  return error instanceof PortError || error instanceof DataDirectoryError
    ? new CommandError(error.message)
    : error;
}

async function announce(sandbox: Sandbox, { empty }: EndpointOptions, view: LiveView): Promise<void> {
  const { program, client } = sandbox;
  const outputs = recordedOutputs(program);
  const { aliasArn, sourcePrefix, lookupsPrefix } = outputs.pipelines[PIPELINE];
  const rawBucket = outputs.buckets.raw;
  if (!empty && !(await holdsObjects(sandbox, rawBucket))) {
    const files = await deliverSampleData(client, { bucket: rawBucket, sourcePrefix, lookupsPrefix });
    view.say(`${files} files of sample data delivered`);
  }
  const { target } = loadContract(repositoryFile(dailyPipeline().contract));
  const table = `${target.schema}.${target.table}`;
  const text = guide({
    program,
    client,
    rawBucket,
    workgroup: outputs.workgroup,
    database: outputs.database,
    pipeline: { name: PIPELINE, aliasArn, sourcePrefix, lookupsPrefix, table },
    logicalDate: LOGICAL_DATE,
    empty,
  });
  process.stdout.write(`\n${text}\n\n`);
}

async function holdsObjects({ client }: Sandbox, bucket: string): Promise<boolean> {
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  try {
    const { KeyCount = 0 } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }));
    return KeyCount > 0;
  } finally {
    s3.destroy();
  }
}
