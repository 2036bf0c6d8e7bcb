import * as pulumi from "@pulumi/pulumi";

/** A resource as a program registered it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly urn: string;
  /** Of the parent; the stack itself has none. */
  readonly parent: string;
  /** Resolved, secrets unwrapped. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Names of inputs that are, or hold, what is known only after a deploy. Only in a preview. */
  readonly unknownInputs: readonly string[];
  /** URNs. */
  readonly dependencies: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
  /** `urn::id` of an explicit provider. */
  readonly provider: string;
}

export interface Recording {
  readonly resources: readonly Registered[];
  /** What the program returned, resolved. */
  readonly outputs: unknown;
}

export interface RecordOptions {
  readonly stack?: string;
  readonly config?: Readonly<Record<string, string>>;
  readonly accountId?: string;
  readonly region?: string;
  readonly partition?: string;
  /** As in a stack's first preview: nothing that AWS makes is known. Default: false. */
  readonly preview?: boolean;
  /** Told of each resource but the stack itself. */
  readonly onRegister?: (name: string) => void;
}

/**
 * Evaluates a program with mocks in place of the engine, and waits until every resource it made is registered. Whatever the
 * program throws, it throws.
 */
export async function record(program: () => unknown, options: RecordOptions = {}): Promise<Recording> {
  const {
    stack = "dev",
    config = {},
    accountId = "111122223333",
    region = "eu-west-1",
    partition = "aws",
    preview = false,
  } = options;
  const resources: Registered[] = [];
  const { stackTraceLimit } = Error;
  // Pulumi keeps a stack trace of every resource: half of the time, for nothing here.
  Error.stackTraceLimit = 0;
  pulumi.runtime.setAllConfig({ ...config });
  await pulumi.runtime.setMocks(mocks({ accountId, region, partition }, preview), "stepline", stack, preview);
  watchRegistrations(resources, options.onRegister);
  let thrown: { readonly error: unknown } | undefined;
  let outputs: unknown;
  await pulumi.runtime.runInPulumiStack(async () => {
    try {
      const returned = await program();
      outputs = await resolved(returned);
      return {};
    } catch (error) {
      thrown = { error };
      return {};
    }
  });
  await pulumi.runtime.disconnect();
  Error.stackTraceLimit = stackTraceLimit;
  if (thrown !== undefined) {
    throw thrown.error;
  }
  return { resources, outputs };
}

/** The one resource of a name. */
export function named(recording: Recording, name: string): Registered {
  const found = recording.resources.filter((resource) => resource.name === name);
  if (found.length !== 1) {
    const all = recording.resources.map((resource) => resource.name).join("\n");
    throw new Error(`${found.length} resources are named "${name}". There are:\n${all}`);
  }
  return found[0];
}

export function ofType(recording: Recording, type: string): readonly Registered[] {
  return recording.resources.filter((resource) => resource.type === type);
}

/** What AWS would add, where something in the program reads it. */
function mocks(
  { accountId, region, partition }: Required<Pick<RecordOptions, "accountId" | "region" | "partition">>,
  preview: boolean,
): pulumi.runtime.Mocks {
  return {
    newResource: ({ type, name, inputs }) => ({
      id: preview && !type.startsWith("pulumi:") ? undefined : `${name}-id`,
      state: { ...(unwrapped(inputs) as Record<string, unknown>), ...(preview ? {} : made(type, name)) },
    }),
    call: ({ token }) => {
      switch (token) {
        case "aws:index/getCallerIdentity:getCallerIdentity":
          return { accountId, arn: `arn:aws:iam::${accountId}:root`, userId: accountId, id: accountId };
        case "aws:index/getRegion:getRegion":
          return { region, id: region };
        case "aws:index/getPartition:getPartition":
          return { partition, id: partition };
        default:
          throw new Error(`The program calls ${token}, which the mocks do not answer.`);
      }
    },
  };
}

function made(type: string, name: string): Record<string, unknown> {
  switch (type) {
    case "awsx:ec2:Vpc":
      return {
        vpcId: "vpc-made",
        isolatedSubnetIds: ["subnet-isolated-a", "subnet-isolated-b", "subnet-isolated-c"],
        privateSubnetIds: ["subnet-private-a", "subnet-private-b", "subnet-private-c"],
      };
    case "aws:lambda/function:Function":
      return { arn: `arn-of-${name}`, version: "7" };
    case "aws:sfn/stateMachine:StateMachine":
      return { arn: `arn-of-${name}`, stateMachineVersionArn: `arn-of-${name}:7` };
    case "aws:sqs/queue:Queue":
      return { arn: `arn-of-${name}`, url: `https://queue/${name}` };
    case "aws:kms/key:Key":
      return { arn: `arn-of-${name}`, keyId: `id-of-${name}` };
    case "aws:redshiftserverless/workgroup:Workgroup":
      return { arn: "arn:aws:redshift-serverless:eu-west-1:111122223333:workgroup/made-by-aws" };
    case "aws:redshiftserverless/namespace:Namespace":
      return { arn: `arn-of-${name}`, adminPasswordSecretArn: "arn-of-the-admin-secret" };
    default:
      return { arn: `arn-of-${name}` };
  }
}

interface RegisterRequest {
  getType(): string;
  getName(): string;
  getCustom(): boolean;
  getParent(): string;
  getObject(): { toJavaScript(): Record<string, unknown> };
  getDependenciesList(): string[];
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getIgnorechangesList(): string[];
  getProvider(): string;
}

type Register = (
  request: RegisterRequest,
  callback: (error: unknown, response?: Response) => void,
) => unknown;
interface Response {
  getUrn(): string;
}

/** The mocks are told inputs, but not parents, protection or dependencies: those are only in the request. */
function watchRegistrations(resources: Registered[], onRegister?: (name: string) => void): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as { registerResource: Register };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    if (request.getType() !== "pulumi:pulumi:Stack") {
      onRegister?.(request.getName());
    }
    return register(request, (error, response) => {
      if (response !== undefined) {
        resources.push({
          type: request.getType(),
          name: request.getName(),
          custom: request.getCustom(),
          urn: response.getUrn(),
          parent: request.getParent(),
          inputs: unwrapped(
            pulumi.runtime.deserializeProperties(request.getObject() as never),
          ) as Registered["inputs"],
          unknownInputs: unknownInputs(request.getObject().toJavaScript()),
          dependencies: request.getDependenciesList(),
          protect: request.getProtect(),
          retainOnDelete: request.getRetainondelete(),
          ignoreChanges: request.getIgnorechangesList(),
          provider: request.getProvider(),
        });
      }
      callback(error, response);
    });
  };
}

/** How Pulumi marks an unknown value, and a secret one, on the wire. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SECRET = "4dabf18193072939515e22adb298388d";

function unknownInputs(inputs: Record<string, unknown>): readonly string[] {
  return Object.keys(inputs).filter((key) => JSON.stringify(inputs[key]).includes(UNKNOWN));
}

function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(unwrapped);
  }
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) {
    return value;
  }
  const members = value as Record<string, unknown>;
  return SECRET in members
    ? unwrapped(members.value)
    : Object.fromEntries(Object.entries(members).map(([key, member]) => [key, unwrapped(member)]));
}

function resolved(value: unknown): Promise<unknown> {
  return new Promise((resolve) => {
    (pulumi.output(value) as pulumi.Output<unknown>).apply(resolve);
  });
}
