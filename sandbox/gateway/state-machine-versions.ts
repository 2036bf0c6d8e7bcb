import { AwsError } from "../types";
import { parseMachineArn } from "./requests/states";

export interface Version {
  readonly arn: string;
  readonly number: number;
  readonly creationDate: Date;
  readonly description?: string;
  /** DescribeStateMachine's answer when it was published. */
  readonly snapshot: Readonly<Record<string, unknown>>;
  /** Revision of the machine it is: another one is what moto would run. */
  readonly revision: number;
}

export interface Alias {
  readonly arn: string;
  readonly name: string;
  readonly creationDate: Date;
  updateDate: Date;
  description?: string;
  versionArn: string;
}

/** Versions and aliases of one machine, as JSON has them. */
interface KeptMachine {
  readonly published: number;
  readonly versions: readonly (Omit<Version, "creationDate" | "revision"> & {
    readonly creationDate: string;
  })[];
}

export type KeptMachines = Readonly<Record<string, KeptMachine>>;

interface Machine {
  revision: number;
  published: number;
  readonly versions: Map<string, Version>;
  readonly aliases: Map<string, Alias>;
}

/** Versions and aliases of state machines, which moto doesn't run. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-cd-aliasing-versioning.html */
export class StateMachineVersions {
  private readonly machines = new Map<string, Machine>();
  /** Kept ones of machines that are not there now. */
  private aside: KeptMachines = {};

  kept(): KeptMachines {
    const present = [...this.machines].map(([arn, { published, versions }]) => [
      arn,
      { published, versions: [...versions.values()] },
    ]);
    return { ...this.aside, ...(Object.fromEntries(present) as KeptMachines) };
  }

  /**
   * Counts on from what was kept: a machine that is as it was has its last version, a changed one gets the next number. Aliases
   * are as just made.
   */
  restore(kept: KeptMachines): void {
    this.aside = Object.fromEntries(Object.entries(kept).filter(([arn]) => !this.machines.has(arn)));
    for (const [arn, machine] of this.machines) {
      if (Object.hasOwn(kept, arn)) {
        adopt(arn, machine, kept[arn]);
      }
    }
  }

  /** The definition or role changed: what was published is no longer what would run. */
  changed(machineArn: string): void {
    this.machine(machineArn).revision += 1;
  }

  forget(machineArn: string): void {
    this.machines.delete(machineArn);
  }

  /** Publishing the same revision twice gives the same version. */
  publish(machineArn: string, snapshot: Version["snapshot"], description?: string): Version {
    const machine = this.machine(machineArn);
    const same = [...machine.versions.values()].find(({ revision }) => revision === machine.revision);
    if (same !== undefined) {
      return same;
    }
    machine.published += 1;
    const arn = `${machineArn}:${machine.published}`;
    const { published: number, revision } = machine;
    const version = { arn, number, creationDate: new Date(), description, snapshot, revision };
    machine.versions.set(arn, version);
    return version;
  }

  /** Newest first. */
  versions(machineArn: string): Version[] {
    return [...this.machine(machineArn).versions.values()].reverse();
  }

  aliases(machineArn: string): Alias[] {
    return [...this.machine(machineArn).aliases.values()];
  }

  createAlias(name: string, versionArn: string, description?: string): Alias {
    const { machine } = parseMachineArn(versionArn);
    this.requireVersion(versionArn);
    const aliases = this.machine(machine).aliases;
    if (!/^(?=.*[a-zA-Z_\-.])[a-zA-Z0-9_\-.]{1,80}$/.test(name)) {
      throw new AwsError(
        "InvalidName",
        `Invalid alias name: '${name}'. Use letters, digits, "_", "-" and ".", not digits only.`,
      );
    }
    const arn = `${machine}:${name}`;
    const now = new Date();
    if (aliases.has(arn)) {
      throw new AwsError("ConflictException", `Alias already exists: '${arn}'`);
    }
    const alias: Alias = { arn, name, versionArn, description, creationDate: now, updateDate: now };
    aliases.set(arn, alias);
    return alias;
  }

  updateAlias(arn: string, change: { versionArn?: string; description?: string }): Alias {
    const alias = this.alias(arn);
    if (change.versionArn !== undefined) {
      this.requireVersion(change.versionArn);
      alias.versionArn = change.versionArn;
    }
    alias.description = change.description ?? alias.description;
    alias.updateDate = new Date();
    return alias;
  }

  deleteAlias(arn: string): void {
    this.alias(arn);
    this.machine(parseMachineArn(arn).machine).aliases.delete(arn);
  }

  deleteVersion(arn: string): void {
    const machine = this.machine(parseMachineArn(arn).machine);
    const user = [...machine.aliases.values()].find(({ versionArn }) => versionArn === arn);
    if (user !== undefined) {
      throw new AwsError(
        "ConflictException",
        `Version to be deleted must not be referenced by an alias: '${user.arn}'`,
      );
    }
    machine.versions.delete(arn);
  }

  alias(arn: string): Alias {
    const alias = this.machine(parseMachineArn(arn).machine).aliases.get(arn);
    if (alias === undefined) {
      throw new AwsError("ResourceNotFound", `Request references a resource that does not exist: '${arn}'`);
    }
    return alias;
  }

  /** The version an ARN with a version or alias means; undefined for a plain machine's. */
  resolve(arn: string): { version: Version; alias?: Alias } | undefined {
    const { machine, qualifier } = parseMachineArn(arn);
    if (qualifier === undefined) {
      return undefined;
    }
    const alias = this.machine(machine).aliases.get(arn);
    const version = this.machine(machine).versions.get(alias?.versionArn ?? arn);
    if (version === undefined) {
      throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
    }
    return { version, ...(alias === undefined ? {} : { alias }) };
  }

  isCurrent(version: Version): boolean {
    return this.machine(parseMachineArn(version.arn).machine).revision === version.revision;
  }

  private requireVersion(arn: string): void {
    if (!this.machine(parseMachineArn(arn).machine).versions.has(arn)) {
      throw new AwsError("ResourceNotFound", `Request references a resource that does not exist: '${arn}'`);
    }
  }

  private machine(arn: string): Machine {
    let machine = this.machines.get(arn);
    if (machine === undefined) {
      machine = { revision: 1, published: 0, versions: new Map(), aliases: new Map() };
      this.machines.set(arn, machine);
    }
    return machine;
  }
}

/** Gives a machine that was just made, of one version at most, the versions it had. */
function adopt(machineArn: string, machine: Machine, kept: KeptMachine): void {
  const [fresh] = machine.versions.values() as Iterable<Version | undefined>;
  const earlier = kept.versions.map((version) => ({
    ...version,
    creationDate: new Date(version.creationDate),
    revision: OUTDATED,
  }));
  const last = earlier.at(-1);
  machine.versions.clear();
  machine.published = kept.published;
  for (const version of earlier) {
    machine.versions.set(version.arn, version);
  }
  if (fresh === undefined) {
    return;
  }
  const same = last !== undefined && isSame(last, fresh);
  const number = same ? last.number : (machine.published += 1);
  const arn = `${machineArn}:${number}`;
  const { creationDate } = same ? last : fresh;
  machine.versions.set(arn, { ...fresh, arn, number, creationDate });
  for (const alias of machine.aliases.values()) {
    alias.versionArn = alias.versionArn === fresh.arn ? arn : alias.versionArn;
  }
}

/** Of no machine's present revision. */
const OUTDATED = 0;

function isSame(one: Version, other: Version): boolean {
  const decides = ({ snapshot }: Version) =>
    JSON.stringify([snapshot.definition, snapshot.roleArn, snapshot.loggingConfiguration]);
  return decides(one) === decides(other);
}
