import { randomBytes } from "node:crypto";
import path from "node:path";
import type { ClientSettings } from "./clients";
import { DataDirectory } from "./data/directory";
import type { KeptPart } from "./data/kept-part";
import { KeptParts } from "./data/kept-parts";
import { startGateway } from "./gateway/server";
import { GlueService } from "./glue/service";
import { Authorizer } from "./iam/authorizer";
import { checkDeliveries } from "./iam/deliveries";
import { CredentialRegistry } from "./iam/credentials";
import { LambdaService } from "./lambda/service";
import { startMoto, type RunningMoto } from "./moto/launcher";
import { loopbackPort } from "./loopback-port";
import { jarsDirectory, pythonPath, stateDirectory } from "./paths";
import { provision } from "./provision/provision";
import { RedshiftDataService } from "./redshift/data-service";
import { RedshiftServerlessService } from "./redshift/serverless-service";
import type { RecordedProgram, SandboxEventSink } from "./types";

export interface SandboxOptions {
  readonly program: RecordedProgram;
  readonly sink: SandboxEventSink;
  /** Factor on the waits and retry pauses of workflows; their order and number stay as declared. Default: 1. */
  readonly timeScale?: number;
  /** Starts Spark and the functions at once, for a run that follows at once. Default: when they are called. */
  readonly prestart?: boolean;
  /** Length of a minute of a Glue job's time limit, ms. Default: 60,000. */
  readonly glueMinuteMs?: number;
  /** Default: a free one; with a data folder, the one it was at, if that is free. */
  readonly port?: number;
  /** Folder that keeps the state from one start to the next. Default: it ends with the sandbox. */
  readonly dataDirectory?: string;
  /** Told what a person should know of: data without a place, a state that could not be saved. */
  readonly onWarning?: (text: string) => void;
}

/** A running sandbox: the program's resources behind one AWS endpoint on the loopback. */
export interface Sandbox {
  readonly program: RecordedProgram;
  /** Settings of a client of the operator, who may do everything. */
  readonly client: ClientSettings;
  readonly authorizer: Authorizer;
  readonly credentials: CredentialRegistry;
  readonly lambda: LambdaService;
  readonly glue: GlueService;
  /** Rejects when a part of it ends by itself: what is left is of no use, and wants to be closed. */
  readonly failed: Promise<never>;
  /** Stops every process and frees every port. May be called more than once. */
  close(): Promise<void>;
}

/**
 * Starts every part and creates the program's resources; a part that fails takes the started ones down with it.
 *
 * @throws PortError, DataDirectoryError when what was asked for can't be used.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const parts: (() => Promise<unknown>)[] = [];
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= closeAll(parts));
  try {
    return { ...(await startParts(options, parts)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Last started, first stopped; one that does not stop well keeps no other from stopping. */
async function closeAll(parts: (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const stop of parts.reverse()) {
    await stop().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, "The sandbox did not stop cleanly");
  }
}

async function startParts(
  options: SandboxOptions,
  parts: (() => Promise<unknown>)[],
): Promise<Omit<Sandbox, "close">> {
  const { program, sink, timeScale, prestart = false, glueMinuteMs, onWarning } = options;
  const authorizer = new Authorizer(program);
  checkDeliveries(program, authorizer);
  const kept =
    options.dataDirectory === undefined ? undefined : DataDirectory.open(options.dataDirectory, program);
  const credentials = new CredentialRegistry(authorizer, program.accountId, kept?.operator);
  // moto and the gateway must each know the other's port: this one is found first.
  const port = await loopbackPort(options.port, kept?.port);
  const gatewayUrl = `http://127.0.0.1:${port}`;
  const common = { program, issuer: credentials, sink, gatewayUrl: () => gatewayUrl };
  const lambda = new LambdaService(common);
  const glue = new GlueService({ ...common, spark: sparkInstallation(), minuteMs: glueMinuteMs });
  const warehouse = new RedshiftDataService({
    ...common,
    endpoint: common.gatewayUrl,
    dataDir: kept?.warehouse,
  });
  const services = [lambda, glue, warehouse, new RedshiftServerlessService(program)];
  parts.push(...services.map((service) => () => service.close()));
  if (prestart) {
    // Both come up beside everything else; who needs them waits for them, and hears of a failure there.
    for (const warming of [glue.prestart(), lambda.warm()]) {
      warming.catch(() => undefined);
    }
  }
  const adminToken = randomBytes(24).toString("hex");
  const logFile = path.join(stateDirectory(), "logs", "moto.log");
  const { accountId } = program;
  const forMoto = { gatewayUrl, adminToken, logFile, timeScale, accountId };
  const moto = await startMoto({ ...forMoto, dataDirectory: kept?.path, onWarning });
  parts.push(() => moto.stop());
  const forGateway = { program, authorizer, credentials, services, motoPort: moto.port };
  const gateway = await startGateway({
    ...forGateway,
    port,
    sink,
    adminToken,
    keepsState: kept !== undefined,
  });
  parts.push(() => gateway.close());
  const client = {
    endpoint: gatewayUrl,
    region: program.region,
    credentials: credentials.operator,
    maxAttempts: 1,
  };
  await provision(program, client, { warehouseIsKept: kept !== undefined });
  gateway.seal();
  if (kept !== undefined) {
    kept.remember(credentials.operator, port);
    await restore(kept, moto, [glue, warehouse, gateway.keptPart], parts, onWarning);
  }
  const failed = moto.exited.then(() => {
    throw new Error(`moto, a part of the sandbox, ended by itself: see ${logFile}.`);
  });
  // Only of interest to who waits for it.
  failed.catch(() => undefined);
  return { program, client, authorizer, credentials, lambda, glue, failed };
}

/** Puts what was kept back into the resources, and has it saved from now on. */
async function restore(
  kept: DataDirectory,
  moto: RunningMoto,
  services: readonly KeptPart[],
  parts: (() => Promise<unknown>)[],
  onWarning: (text: string) => void = () => undefined,
): Promise<void> {
  for (const resource of await moto.restore()) {
    onWarning(
      `What ${kept.path} keeps of ${resource} has no place in the program: it stays there until it has.`,
    );
  }
  const keptParts = new KeptParts(kept.path, services, onWarning);
  keptParts.restore();
  // Last of all, when every service has ended what was going on.
  parts.unshift(() => keptParts.close());
  // First of all: an execution must not be seen to fail for want of what is about to stop.
  parts.push(() => moto.stop());
}

function sparkInstallation(): { python: string; jars: string; sharedArchive: string } {
  return {
    python: pythonPath(),
    jars: jarsDirectory(),
    sharedArchive: path.join(stateDirectory(), "spark.jsa"),
  };
}
