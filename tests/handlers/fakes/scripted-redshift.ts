import type { RedshiftDataClient } from "@aws-sdk/client-redshift-data";

export interface RedshiftCall {
  /** `BatchExecuteStatement` */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A Data API that answers each operation with these in turn, the last for ever; an Error is thrown. */
export class ScriptedRedshift {
  readonly calls: RedshiftCall[] = [];

  constructor(private readonly answers: Readonly<Record<string, readonly unknown[]>>) {}

  get client(): RedshiftDataClient {
    return { send: (command: object) => this.send(command) } as unknown as RedshiftDataClient;
  }

  private async send(command: object): Promise<unknown> {
    const operation = command.constructor.name.replace(/Command$/, "");
    const earlier = this.calls.filter((call) => call.operation === operation).length;
    this.calls.push({ operation, input: (command as RedshiftCall).input });
    const answers = this.answers[operation] ?? [];
    if (answers.length === 0) throw new Error(`No answer is scripted for ${operation}.`);
    const answer = answers[Math.min(earlier, answers.length - 1)];
    if (answer instanceof Error) throw answer;
    return answer;
  }
}

export function serviceError(name: string, more: object = {}): Error {
  return Object.assign(new Error(`${name} happened`), { name, ...more });
}
