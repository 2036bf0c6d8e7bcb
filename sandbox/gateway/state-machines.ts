import { randomUUID } from "node:crypto";
import type { Authorizer } from "../iam/authorizer";
import { AwsError } from "../types";
import { InvalidInput, textOf } from "./requests/model";
import { parseMachineArn } from "./requests/states";
import { checkMachineRole, type MachineDraft } from "./state-machine-roles";
import { StateMachineVersions, type Alias, type Version } from "./state-machine-versions";
import { notModelled } from "./wire-response";

type Json = Readonly<Record<string, unknown>>;

/** Sends an operation to moto and returns its answer. @throws MotoError what moto refuses. */
export type AskMoto = (operation: string, input: Json) => Promise<Json>;

type Handler = (input: Json, moto: AskMoto) => Json | Promise<Json>;

/** Step Functions where moto falls short: roles are checked, versions and aliases exist, executions always have a name. */
export class StateMachines {
  private readonly versions = new StateMachineVersions();
  /** Executions started through a version or alias. */
  private readonly started = new Map<string, { versionArn: string; aliasArn?: string }>();

  constructor(
    private readonly authorizer: Authorizer,
    private readonly arnOf: (name: string) => string,
  ) {}

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
    const name = input.name ?? randomUUID();
    const answer = await moto("StartExecution", {
      ...input,
      name,
      stateMachineArn: parseMachineArn(arn).machine,
    });
    if (resolved !== undefined) {
      const { version, alias } = resolved;
      this.started.set(textOf(answer, "executionArn"), { versionArn: version.arn, aliasArn: alias?.arn });
    }
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
