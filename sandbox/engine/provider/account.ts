import type { RecordedPlace } from "../../program/identifiers";
import type { Properties } from "./protocol";

/** A resource as the account has it. */
export interface AccountResource {
  readonly type: string;
  readonly id: string;
  readonly region: string;
  /** Of the resource of the program that made it. */
  readonly urn: string;
  readonly name: string;
  readonly state: Properties;
  /** Versions published so far, of what has any. */
  readonly versions: number;
}

export type ProviderCall = "check" | "diff" | "create" | "update" | "read" | "delete" | "invoke";

interface Planned {
  readonly call: "create" | "update" | "delete";
  readonly type: string;
  readonly name: string;
  readonly message: string;
}

/** An AWS account in memory. Stacks that are given the same one share it, and get into each other's way as they would on AWS. */
export class Account {
  private readonly resources = new Map<string, AccountResource>();
  private readonly objects = new Map<string, Set<string>>();
  private readonly made = new Map<string, number>();
  private readonly counted = new Map<ProviderCall, number>();
  private planned: readonly Planned[] = [];

  constructor(
    public readonly accountId = "111122223333",
    public readonly partition = "aws",
  ) {}

  public place(region: string): RecordedPlace {
    return { accountId: this.accountId, partition: this.partition, region };
  }

  /** Every resource, in the order in which they were made. */
  public get all(): readonly AccountResource[] {
    return [...this.resources.values()];
  }

  public ofType(type: string): readonly AccountResource[] {
    return this.all.filter((resource) => resource.type === type);
  }

  public find(type: string, id: string, region: string): AccountResource | undefined {
    return this.resources.get(key({ type, id, region }));
  }

  public put(resource: AccountResource): void {
    this.resources.set(key(resource), resource);
  }

  /** A bucket goes with its objects, also with those that a program retains. */
  public remove(resource: Pick<AccountResource, "type" | "id" | "region">): void {
    this.resources.delete(key(resource));
    if (resource.type === BUCKET) {
      this.objects.delete(resource.id);
      this.declaredObjects(resource.id).forEach((object) => {
        this.resources.delete(key(object));
      });
    }
  }

  /** How often the resource was made before, by whichever stack: AWS gives each its own id. */
  public timesMade(urn: string): number {
    return this.made.get(urn) ?? 0;
  }

  public noteMade(urn: string): void {
    this.made.set(urn, this.timesMade(urn) + 1);
  }

  /** Somebody changes a resource by hand: `undefined` takes a property away. The resource goes by its name in the program. */
  public changeByHand(type: string, name: string, changes: Properties): void {
    const resource = this.named(type, name);
    this.put({ ...resource, state: { ...resource.state, ...changes } });
  }

  /** Somebody deletes a resource by hand. */
  public deleteByHand(type: string, name: string): void {
    this.remove(this.named(type, name));
  }

  /** A run writes an object: its bucket is not empty any more. */
  public writeObject(bucket: string, objectKey: string): void {
    this.objects.set(bucket, (this.objects.get(bucket) ?? new Set()).add(objectKey));
  }

  public objectsOf(bucket: string): readonly string[] {
    const declared = this.declaredObjects(bucket).map(({ state }) => String(state.key));
    return [...declared, ...(this.objects.get(bucket) ?? [])];
  }

  /** The next call of that kind for the resource of that name fails with AWS's message; later ones don't. */
  public failOnce(call: Planned["call"], type: string, name: string, message: string): void {
    this.planned = [...this.planned, { call, type, name, message }];
  }

  /** @throws Error what `failOnce` planned for the call */
  public failAsPlanned(call: Planned["call"], type: string, name: string): void {
    const plan = this.planned.find(
      (planned) => planned.call === call && planned.type === type && planned.name === name,
    );
    if (plan !== undefined) {
      this.planned = this.planned.filter((other) => other !== plan);
      throw new Error(plan.message);
    }
  }

  public count(call: ProviderCall): void {
    this.counted.set(call, this.calls(call) + 1);
  }

  /** How often providers were asked, previews included. */
  public calls(call: ProviderCall): number {
    return this.counted.get(call) ?? 0;
  }

  private declaredObjects(bucket: string): readonly AccountResource[] {
    return this.all.filter(
      ({ type, state }) => type.startsWith("aws:s3/bucketObject") && state.bucket === bucket,
    );
  }

  /** @throws Error unless there is exactly one */
  private named(type: string, name: string): AccountResource {
    const found = this.ofType(type).filter((resource) => resource.name === name);
    if (found.length !== 1) {
      const names = this.ofType(type).map((resource) => resource.name);
      throw new Error(
        `The account has ${found.length} ${type} of the name "${name}", not one: it has ${names.join(", ") || "none"}.`,
      );
    }
    return found[0];
  }
}

const BUCKET = "aws:s3/bucket:Bucket";

/** Bucket names are the world's, and IAM knows no regions. */
function key({ type, id, region }: Pick<AccountResource, "type" | "id" | "region">): string {
  return [type, type === BUCKET || type.startsWith("aws:iam/") ? "" : region, id].join("|");
}
