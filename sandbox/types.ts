import type { PolicyDocument } from "../components/iam/permission";

/** A resource as the program declared it under mocks. */
export interface RecordedResource {
  /** `urn:pulumi:dev::stepline::...` */
  readonly urn: string;
  /** `aws:s3/bucket:Bucket` */
  readonly type: string;
  readonly name: string;
  /** Resolved inputs, secrets unwrapped, assets and archives as Pulumi objects. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Inputs plus what the mock computed: `arn`, `id`, ... */
  readonly state: Readonly<Record<string, unknown>>;
  readonly id: string;
  readonly custom: boolean;
  readonly parent?: string;
  readonly dependencies: readonly string[];
  /** By input that holds another's output: URNs of the resources that it comes from. Default: no input does. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  /** URN of the provider that the program chose for it. Default: none, or a component's. */
  readonly provider?: string;
  /** Where `inputs` hold a secret. Default: nowhere. */
  readonly secretInputs?: readonly PropertyPath[];
  /** Where the outputs of a component, or the stack, hold one. Default: nowhere. */
  readonly secretOutputs?: readonly PropertyPath[];
  /** Default: none. */
  readonly options?: ResourceOptions;
}

/** What the program asks of the engine for a resource, beside its inputs; each only where it is asked. */
export interface ResourceOptions {
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly deleteBeforeReplace?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  readonly aliases?: readonly ResourceAlias[];
}

/** An earlier identity of a resource: a URN, or what was different then; the rest is as it is now. */
export type ResourceAlias =
  | { readonly urn: string }
  | {
      readonly name?: string;
      readonly type?: string;
      readonly stack?: string;
      readonly project?: string;
      readonly parentUrn?: string;
      /** It stood right under the stack. */
      readonly noParent?: boolean;
    };

/** `["environment", "variables", "TOKEN"]`; the index of an array's member as text. */
export type PropertyPath = readonly string[];

export interface RecordedProgram {
  readonly project: string;
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  readonly resources: readonly RecordedResource[];
  /** Stack outputs, resolved. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Who signed a request. */
export type Principal =
  | { readonly kind: "operator"; readonly arn: string }
  | {
      readonly kind: "role";
      readonly roleArn: string;
      readonly roleName: string;
      readonly sessionName: string;
      /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION` */
      readonly arn: string;
      /** Service that was given the session (`lambda.amazonaws.com`), or the ARN that assumed the role. */
      readonly assumedBy: string;
    };

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/**
 * Gives a service of the sandbox the credentials of a role, as AWS does when it assumes one: the role's trust policy decides.
 *
 * @throws AwsError AccessDenied when the trust policy does not admit the service with this source.
 */
export interface CredentialIssuer {
  issueToService(request: {
    readonly roleArn: string;
    /** `lambda.amazonaws.com` */
    readonly service: string;
    readonly sessionName: string;
    /** ARN of the function, job, machine or schedule group on whose behalf: `aws:SourceArn`. */
    readonly sourceArn: string;
  }): RoleCredentials;
}

/** One thing IAM is asked: may the caller do this action on this resource? */
export interface AuthorizationCheck {
  /** `s3:GetObject` */
  readonly action: string;
  /** ARN, or `*` where the action has no resource types. */
  readonly resource: string;
  /** Condition keys of the request: `aws:SecureTransport`, `kms:ViaService`, ... */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

export interface Verdict extends AuthorizationCheck {
  readonly principal: Principal;
  readonly allowed: boolean;
  /** Sid of the deciding statement with its policy's name, or why none allowed it. */
  readonly decidedBy: string;
}

/** An error as an AWS service reports it; the gateway writes it in the wire format of the service's protocol. */
export class AwsError extends Error {
  constructor(
    /** `ResourceNotFoundException` */
    public readonly code: string,
    message: string,
    /** 4xx: the caller's fault; 5xx: the service's. */
    public readonly statusCode = 400,
  ) {
    super(message);
    this.name = code;
  }
}

/** A call that reached a locally served service, already allowed. */
export interface LocalCall {
  /** `BatchExecuteStatement`, as in the service's API model. */
  readonly operation: string;
  /** Parsed input members, names as in the API model. Lambda's Invoke: `FunctionName`, `Qualifier`, `InvocationType`, `Payload` (Buffer). */
  readonly input: Readonly<Record<string, unknown>>;
  readonly principal: Principal;
  /**
   * Asks IAM on behalf of the caller for what an operation needs beyond its own action, when that is known only inside (a statement's COPY role).
   *
   * @throws AwsError AccessDeniedException
   */
  authorize(check: AuthorizationCheck): void;
}

export interface LocalService {
  /** SigV4 service name: `glue`, `lambda`, `redshift-data`. */
  readonly service: string;
  /** @throws AwsError */
  handle(call: LocalCall): Promise<unknown>;
  /** Stops every process and closes every file it holds. Called once. */
  close(): Promise<void>;
}

/** What a person watching a run wants to know; services report it, the terminal and the run page show it. */
export type SandboxEvent =
  | { readonly kind: "execution.start"; readonly executionArn: string; readonly principal: Principal }
  | { readonly kind: "lambda.start"; readonly functionName: string; readonly requestId: string }
  | {
      readonly kind: "lambda.end";
      readonly functionName: string;
      readonly requestId: string;
      readonly durationMs: number;
      readonly error?: string;
      readonly maxMemoryMiB?: number;
    }
  | { readonly kind: "lambda.log"; readonly functionName: string; readonly line: string }
  | { readonly kind: "glue.start"; readonly jobName: string; readonly runId: string }
  | {
      readonly kind: "glue.progress";
      readonly jobName: string;
      readonly runId: string;
      readonly stage: number;
      readonly completedTasks: number;
      readonly totalTasks: number;
    }
  | { readonly kind: "glue.log"; readonly jobName: string; readonly runId: string; readonly line: string }
  | {
      readonly kind: "glue.end";
      readonly jobName: string;
      readonly runId: string;
      readonly state: string;
      readonly durationMs: number;
      readonly error?: string;
    }
  | {
      readonly kind: "sql";
      readonly statementId: string;
      readonly status: string;
      readonly durationMs: number;
      readonly error?: string;
    }
  | { readonly kind: "verdict"; readonly verdict: Verdict };

export type SandboxEventSink = (event: SandboxEvent) => void;

/** IAM policies of one role, as recorded. */
export interface RolePolicies {
  readonly roleArn: string;
  readonly roleName: string;
  readonly trust: PolicyDocument;
  /** Policy name -> document. */
  readonly identity: Readonly<Record<string, PolicyDocument>>;
  readonly boundary?: PolicyDocument;
  readonly tags: Readonly<Record<string, string>>;
}
