import { startGateway, type RunningGateway } from "../../../sandbox/gateway/server";
import { Authorizer } from "../../../sandbox/iam/authorizer";
import { CredentialRegistry } from "../../../sandbox/iam/credentials";
import type {
  LocalCall,
  LocalService,
  RecordedProgram,
  RoleCredentials,
  SandboxEvent,
  Verdict,
} from "../../../sandbox/types";
import { ACCOUNT, REGION, roleArn } from "../iam/recorded-program";

export const ADMIN_TOKEN = "token-of-this-test";

/** A local service that keeps what it is called with. */
export class RecordingService implements LocalService {
  public readonly calls: LocalCall[] = [];
  public answer: (call: LocalCall) => unknown = () => ({});

  constructor(public readonly service: string) {}

  async handle(call: LocalCall): Promise<unknown> {
    this.calls.push(call);
    return this.answer(call);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

export class GatewayUnderTest {
  public readonly verdicts: Verdict[] = [];

  private constructor(
    public readonly authorizer: Authorizer,
    public readonly credentials: CredentialRegistry,
    private gateway: RunningGateway | undefined,
  ) {}

  static async start(
    program: RecordedProgram,
    motoPort: number,
    services: readonly LocalService[] = [],
  ): Promise<GatewayUnderTest> {
    const authorizer = new Authorizer(program);
    const credentials = new CredentialRegistry(authorizer, ACCOUNT);
    const under = new GatewayUnderTest(authorizer, credentials, undefined);
    const sink = (event: SandboxEvent) => {
      if (event.kind === "verdict") {
        under.verdicts.push(event.verdict);
      }
    };
    under.gateway = await startGateway({
      program,
      authorizer,
      credentials,
      services,
      motoPort,
      sink,
      adminToken: ADMIN_TOKEN,
    });
    return under;
  }

  get url(): string {
    return this.gateway!.url;
  }

  get port(): number {
    return this.gateway!.port;
  }

  /** Settings of an AWS SDK client that speaks to this gateway as a role of the program, or as the operator. */
  as(role: string, change: Partial<RoleCredentials> = {}) {
    const credentials = role === "operator" ? this.credentials.operator : this.issue(role);
    return {
      endpoint: this.url,
      region: REGION,
      credentials: { ...credentials, ...change },
      maxAttempts: 1,
      forcePathStyle: true,
    };
  }

  issue(role: string): RoleCredentials {
    const sourceArn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:f`;
    return this.credentials.issueToService({
      roleArn: roleArn(role),
      service: "lambda.amazonaws.com",
      sessionName: "run",
      sourceArn,
    });
  }

  async close(): Promise<void> {
    await this.gateway?.close();
  }
}
