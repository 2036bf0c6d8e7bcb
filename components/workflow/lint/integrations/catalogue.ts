import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ObjectShape, Shapes } from "./shape";

/** One service in full, generated from botocore's model by generate_catalogue.py. */
export interface Service {
  /** `redshiftdata` */
  readonly service: string;
  /** `RedshiftData`: before the names of its errors. */
  readonly prefix: string;
  /** `ThrottlingException`, without prefix: all that any of its operations raises. */
  readonly errors: readonly string[];
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Shapes;
}

export interface Operation {
  /** Names of shapes; absent where it takes or returns nothing. */
  readonly input?: string;
  readonly output?: string;
  /** Its result is a page of a list that has no natural end. */
  readonly paged?: {
    /** Members that hold it: `Contents`. */
    readonly lists: readonly string[];
    /** The argument that says how much of it at most: `MaxKeys`. */
    readonly limit?: string;
  };
  /** It returns a body of any length. */
  readonly stream?: boolean;
}

/** What is known of every service: which operations there are. */
export interface ServiceNames {
  readonly prefix: string;
  readonly operations: readonly string[];
}

interface AllNames {
  readonly services: Readonly<
    Record<string, { readonly prefix: string; readonly operations: string } | undefined>
  >;
}

const DIRECTORY = join(__dirname, "catalogue");
const services = new Map<string, Service | undefined>();
let allNames: AllNames | undefined;

/** A service in full, or undefined for one that is known by its names only, or not at all. Read at first use. */
export function serviceNamed(name: string): Service | undefined {
  if (!services.has(name)) {
    services.set(name, /^[a-z0-9]+$/.test(name) ? (read(name) as Service | undefined) : undefined);
  }
  return services.get(name);
}

/** The names of a service, or undefined when AWS's SDKs have none of that name. */
export function namesOf(service: string): ServiceNames | undefined {
  const { services: known } = names();
  const found = Object.hasOwn(known, service) ? known[service] : undefined;
  return found && { prefix: found.prefix, operations: found.operations.split(" ") };
}

export function serviceNames(): readonly string[] {
  return Object.keys(names().services);
}

/** The shape that an operation takes or gives. */
export function shapeOf(service: Service, name: string | undefined): ObjectShape | undefined {
  return name === undefined ? undefined : (service.shapes[name] as ObjectShape);
}

function names(): AllNames {
  allNames ??= read("operations") as AllNames;
  return allNames;
}

function read(name: string): unknown {
  try {
    return JSON.parse(readFileSync(join(DIRECTORY, `${name}.json`), "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}
