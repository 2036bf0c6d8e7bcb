import { randomUUID } from "node:crypto";
import type { KeptPart } from "../data/kept-part";
import type { Authorizer } from "../iam/authorizer";
import { AwsError } from "../types";
import { InvalidInput, textOf } from "./requests/model";
import { parseMachineArn } from "./requests/states";
import { checkMachineRole, type MachineDraft } from "./state-machine-roles";
import { StateMachineVersions, type Alias, type KeptMachines, type Version } from "./state-machine-versions";
import { notModelled } from "./wire-response";

type Json = Readonly<Record<string, unknown>>;

/** Sends an operation to moto and returns its answer. @throws MotoError what moto refuses. */
export type AskMoto = (operation: string, input: Json) => Promise<Json>;

/** Of an execution: the version and alias it was started through, and what the machine was then. */
interface Started {
  readonly versionArn?: string;
  readonly aliasArn?: string;
  readonly ranWith: Json;
}

type Handler = (input: Json, moto: AskMoto) => Json | Promise<Json>;

/** Step Functions where moto falls short: roles are checked, versions and aliases exist, executions always have a name. */
export class StateMachines implements KeptPart {
  readonly part = "state machines";
  private readonly versions = new StateMachineVersions();
  private readonly started = new Map<string, Started>();

  constructor(
    private readonly authorizer: Authorizer,
    private readonly arnOf: (name: string) => string,
  ) {}

  kept(): { readonly versions: KeptMachines; readonly started: readonly (readonly [string, Started])[] } {
    return { versions: this.versions.kept(), started: [...this.started] };
  }

  restore(kept: unknown): void {
    const { versions, started } = kept as ReturnType<StateMachines["kept"]>;
    this.versions.restore(versions);
    for (const [executionArn, how] of started) {
      this.started.set(executionArn, how);
    }
  }

  /** Undefined for what moto does well by itself. */
  handler(operation: string): Handler | undefined {
    return Object.hasOwn(this.handlers, operation) ? this.handlers[operation] : undefined;
  }

  private readonly handlers: Readonly<Record<string, Handler>> = {
    CreateStateMachine: (input, moto) => this.create(input, moto),
    UpdateStateMachine: (input, moto) => this.update(input, moto),
    DeleteStateMachine: async (input, moto) => {
      this.versions.forget(textOf(input, "stateMachineArn"));
      return await moto("DeleteStateMachine", input);
    },
    DescribeStateMachine: (input, moto) => this.describe(textOf(input, "stateMachineArn"), moto),
    StartExecution: (input, moto) => this.start(input, moto),
    DescribeExecution: async (input, moto) => {
      const answer = await moto("DescribeExecution", input);
      const { versionArn, aliasArn } = this.started.get(textOf(input, "executionArn")) ?? {};
      return { ...answer, stateMachineVersionArn: versionArn, stateMachineAliasArn: aliasArn };
    },
    DescribeStateMachineForExecution: async (input, moto) => {
      // moto answers with the machine as it is now.
      const answer = await moto("DescribeStateMachineForExecution", input);
      return { ...answer, ...this.started.get(textOf(input, "executionArn"))?.ranWith };
    },
    ListExecutions: (input, moto) => this.listExecutions(input, moto),
    PublishStateMachineVersion: async (input, moto) => {
      const version = await this.publish(textOf(input, "stateMachineArn"), input.description, moto);
      return { creationDate: version.creationDate, stateMachineVersionArn: version.arn };
    },
    ListStateMachineVersions: (input) => ({
      stateMachineVersions: this.versions
        .versions(textOf(input, "stateMachineArn"))
        .map(({ arn, creationDate }) => ({ stateMachineVersionArn: arn, creationDate })),
    }),
    DeleteStateMachineVersion: (input) => {
      this.versions.deleteVersion(textOf(input, "stateMachineVersionArn"));
      return {};
    },
    CreateStateMachineAlias: (input) => {
      const version = routedVersion(input.routingConfiguration);
      const alias = this.versions.createAlias(
        textOf(input, "name"),
        version,
        optionalText(input.description),
      );
      return { stateMachineAliasArn: alias.arn, creationDate: alias.creationDate };
    },
    UpdateStateMachineAlias: (input) => {
      const { routingConfiguration: routing } = input;
      const versionArn = routing === undefined ? undefined : routedVersion(routing);
      const change = { versionArn, description: optionalText(input.description) };
      return {
        updateDate: this.versions.updateAlias(textOf(input, "stateMachineAliasArn"), change).updateDate,
      };
    },
    DescribeStateMachineAlias: (input) =>
      aliasDetails(this.versions.alias(textOf(input, "stateMachineAliasArn"))),
    ListStateMachineAliases: (input) => ({
      stateMachineAliases: this.versions
        .aliases(textOf(input, "stateMachineArn"))
        .map(({ arn, creationDate }) => ({ stateMachineAliasArn: arn, creationDate })),
    }),
    DeleteStateMachineAlias: (input) => {
      this.versions.deleteAlias(textOf(input, "stateMachineAliasArn"));
      return {};
    },
  };

  private async create(input: Json, moto: AskMoto): Promise<Json> {
    const { publish, versionDescription, ...machine } = input;
    const machineArn = this.arnOf(textOf(input, "name"));
    checkMachineRole(this.authorizer, draftOf(machineArn, input));
    const answer = await moto("CreateStateMachine", machine);
    return await this.withVersion(answer, machineArn, publish === true, versionDescription, moto);
  }

  private async update(input: Json, moto: AskMoto): Promise<Json> {
    const { publish, versionDescription, ...machine } = input;
    const machineArn = textOf(input, "stateMachineArn");
    const current = await moto("DescribeStateMachine", { stateMachineArn: machineArn });
    checkMachineRole(this.authorizer, draftOf(machineArn, { ...current, ...machine }));
    const answer = await moto("UpdateStateMachine", machine);
    this.versions.changed(machineArn);
    return await this.withVersion(answer, machineArn, publish === true, versionDescription, moto);
  }

  private async withVersion(
    answer: Json,
    machineArn: string,
    publish: boolean,
    description: unknown,
    moto: AskMoto,
  ) {
    const version = publish ? await this.publish(machineArn, description, moto) : undefined;
    return { ...answer, stateMachineVersionArn: version?.arn };
  }

  private async publish(machineArn: string, description: unknown, moto: AskMoto): Promise<Version> {
    const snapshot = await moto("DescribeStateMachine", { stateMachineArn: machineArn });
    return this.versions.publish(machineArn, snapshot, optionalText(description));
  }

  private async describe(arn: string, moto: AskMoto): Promise<Json> {
    const resolved = this.versions.resolve(arn);
    if (resolved === undefined) {
      return await moto("DescribeStateMachine", { stateMachineArn: arn });
    }
    const { snapshot, arn: versionArn, description } = resolved.version;
    return { ...snapshot, stateMachineArn: versionArn, description };
  }

  private async start(input: Json, moto: AskMoto): Promise<Json> {
    const arn = textOf(input, "stateMachineArn");
    const resolved = this.versions.resolve(arn);
    if (resolved !== undefined && !this.versions.isCurrent(resolved.version)) {
      const fix = "moto runs a machine's latest definition only; publish a version and move the alias.";
      throw notModelled(
        "states",
        `StartExecution of ${resolved.version.arn}, which was changed since it was published`,
        fix,
      );
    }
    const stateMachineArn = parseMachineArn(arn).machine;
    const machine = resolved?.version.snapshot ?? (await moto("DescribeStateMachine", { stateMachineArn }));
    const name = input.name ?? randomUUID();
    const answer = await moto("StartExecution", { ...input, name, stateMachineArn });
    const { definition, roleArn } = machine;
    this.started.set(textOf(answer, "executionArn"), {
      versionArn: resolved?.version.arn,
      aliasArn: resolved?.alias?.arn,
      ranWith: { definition, roleArn },
    });
    return answer;
  }

  private async listExecutions(input: Json, moto: AskMoto): Promise<Json> {
    const arn = textOf(input, "stateMachineArn");
    const { machine, qualifier } = parseMachineArn(arn);
    const answer = await moto("ListExecutions", { ...input, stateMachineArn: machine });
    const executions = (answer.executions ?? []) as readonly { readonly executionArn: string }[];
    const detailed = executions.map((execution) => {
      const { versionArn, aliasArn } = this.started.get(execution.executionArn) ?? {};
      return { ...execution, stateMachineVersionArn: versionArn, stateMachineAliasArn: aliasArn };
    });
    const meant = ({ stateMachineVersionArn, stateMachineAliasArn }: (typeof detailed)[number]) =>
      qualifier === undefined || stateMachineVersionArn === arn || stateMachineAliasArn === arn;
    return { ...answer, executions: detailed.filter(meant) };
  }
}

function draftOf(machineArn: string, input: Json): MachineDraft {
  return {
    machineArn,
    roleArn: textOf(input, "roleArn"),
    definition: textOf(input, "definition"),
    loggingConfiguration: input.loggingConfiguration as MachineDraft["loggingConfiguration"],
  };
}

/** The one version all executions go to. */
function routedVersion(routing: unknown): string {
  const routes = Array.isArray(routing)
    ? (routing as { stateMachineVersionArn?: string; weight?: number }[])
    : [];
  if (routes.length === 0 || routes.reduce((sum, { weight = 0 }) => sum + weight, 0) !== 100) {
    throw new AwsError("ValidationException", "Sum of routing configuration weights must equal 100");
  }
  const route = routes.find(({ weight }) => weight === 100);
  if (route?.stateMachineVersionArn === undefined) {
    throw notModelled("states", "an alias with weighted versions", "give one version the weight 100.");
  }
  return route.stateMachineVersionArn;
}

function aliasDetails({ arn, name, description, versionArn, creationDate, updateDate }: Alias): Json {
  const routingConfiguration = [{ stateMachineVersionArn: versionArn, weight: 100 }];
  return { stateMachineAliasArn: arn, name, description, routingConfiguration, creationDate, updateDate };
}

function optionalText(value: unknown): string | undefined {
  if (value !== undefined && value !== null && typeof value !== "string") {
    throw new InvalidInput("A description is text.");
  }
  return value ?? undefined;
}
