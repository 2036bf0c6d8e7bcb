import type { ClientSettings } from "../clients";
import type { RecordedProgram, RecordedResource } from "../types";
import { AwsClients } from "./aws-clients";
import { execution, StatementFailed } from "./execution";
import { messaging } from "./messaging";
import { NOT_SIMULATED, SERVED_FROM_PROGRAM } from "./not-simulated";
import type { Provisioner, Provisioners } from "./provisioner";
import { ResourceInputs } from "./resource-inputs";
import { storage } from "./storage";

const PROVISIONERS: Readonly<Partial<Provisioners>> = { ...storage, ...messaging, ...execution };

/** Calls under way at once: more only wait for moto, which has one interpreter. */
const PARALLEL = 16;

/**
 * Makes the program's resources behind the sandbox's endpoint, each after what it depends on.
 *
 * @param options.warehouseIsKept its databases are from an earlier start: what a statement would make may be there already.
 * @throws Error that names the resource which failed, or whose type nobody decided about.
 */
export async function provision(
  program: RecordedProgram,
  client: ClientSettings,
  { warehouseIsKept = false }: { readonly warehouseIsKept?: boolean } = {},
): Promise<void> {
  const work = provisioned(program);
  const clients = new AwsClients(client);
  try {
    await inOrder(program, work, async (resource, provisioner) => {
      try {
        await provisioner(clients, new ResourceInputs(resource));
      } catch (error) {
        const { name, message } = error as Error;
        if (warehouseIsKept && error instanceof StatementFailed && error.isThereAlready) {
          return;
        }
        const why = name === "Error" ? message : `${name}: ${message}`;
        throw new Error(`The sandbox could not create "${resource.name}" (${resource.type}): ${why}`, {
          cause: error,
        });
      }
    });
  } finally {
    clients.destroy();
  }
}

/** By URN. @throws Error for a custom resource of a type that is on no list. */
function provisioned({ resources }: RecordedProgram): ReadonlyMap<string, Provisioner> {
  const work = new Map<string, Provisioner>();
  for (const { urn, type, name, custom } of resources) {
    const provisioner = PROVISIONERS[type];
    if (provisioner !== undefined) {
      work.set(urn, provisioner);
    } else if (custom && !SERVED_FROM_PROGRAM.has(type) && !(type in NOT_SIMULATED)) {
      throw new Error(
        `The sandbox does not model "${name}" (${type}): add a provisioner to sandbox/provision/, ` +
          "or the type with a reason to sandbox/provision/not-simulated.ts.",
      );
    }
  }
  return work;
}

type Create = (resource: RecordedResource, provisioner: Provisioner) => Promise<void>;

/** Runs `create` for every resource that has work, after its dependencies'; after the first failure, for no more. */
async function inOrder(
  { resources }: RecordedProgram,
  work: ReadonlyMap<string, Provisioner>,
  create: Create,
): Promise<void> {
  const turn = new Turnstile(PARALLEL);
  const created = new Map<string, Promise<void>>();
  let failed = false;
  for (const resource of resources) {
    // A resource is registered after everything it depends on; a component's children after what the component depends on.
    const before = [...resource.dependencies, ...(resource.parent === undefined ? [] : [resource.parent])];
    const dependencies = before.flatMap((urn) => created.get(urn) ?? []);
    const provisioner = work.get(resource.urn);
    const creation = Promise.all(dependencies).then(async () => {
      if (provisioner !== undefined && !failed) {
        await turn.through(() => create(resource, provisioner));
      }
    });
    creation.catch(() => (failed = true));
    created.set(resource.urn, creation);
  }
  await Promise.all(created.values());
}

/** Lets so many through at once. */
class Turnstile {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async through(work: () => Promise<void>): Promise<void> {
    if (this.free === 0) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.free -= 1;
    }
    try {
      await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) {
        this.free += 1;
      } else {
        next();
      }
    }
  }
}
