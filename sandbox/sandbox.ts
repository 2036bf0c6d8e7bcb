import { randomBytes } from "node:crypto";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import type { ClientSettings } from "./clients";
import { startGateway } from "./gateway/server";
import { GlueService } from "./glue/service";
import { Authorizer } from "./iam/authorizer";
import { checkDeliveries } from "./iam/deliveries";
import { CredentialRegistry } from "./iam/credentials";
import { LambdaService } from "./lambda/service";
import { startMoto } from "./moto/launcher";
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
  /** Stops every process and frees every port. May be called more than once. */
  close(): Promise<void>;
}

/** Starts every part and creates the program's resources; a part that fails takes the started ones down with it. */
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
  { program, sink, timeScale, prestart = false, glueMinuteMs }: SandboxOptions,
  parts: (() => Promise<unknown>)[],
): Promise<Omit<Sandbox, "close">> {
  const authorizer = new Authorizer(program);
  checkDeliveries(program, authorizer);
  const credentials = new CredentialRegistry(authorizer, program.accountId);
  // moto and the gateway must each know the other's port: this one is found first.
  const port = await freePort();
  const gatewayUrl = `http://127.0.0.1:${port}`;
  const common = { program, issuer: credentials, sink, gatewayUrl: () => gatewayUrl };
  const lambda = new LambdaService(common);
  const glue = new GlueService({ ...common, spark: sparkInstallation(), minuteMs: glueMinuteMs });
  const warehouse = new RedshiftDataService({ ...common, endpoint: common.gatewayUrl });
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
  const moto = await startMoto({ gatewayUrl, adminToken, logFile, timeScale, accountId: program.accountId });
  parts.push(() => moto.stop());
  const gateway = await startGateway({
    port,
    program,
    authorizer,
    credentials,
    services,
    motoPort: moto.port,
    sink,
    adminToken,
  });
  parts.push(() => gateway.close());
  const client = {
    endpoint: gatewayUrl,
    region: program.region,
    credentials: credentials.operator,
    maxAttempts: 1,
  };
  await provision(program, client);
  return { program, client, authorizer, credentials, lambda, glue };
}

function sparkInstallation(): { python: string; jars: string; sharedArchive: string } {
  return {
    python: pythonPath(),
    jars: jarsDirectory(),
    sharedArchive: path.join(stateDirectory(), "spark.jsa"),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
