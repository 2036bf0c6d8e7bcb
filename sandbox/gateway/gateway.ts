import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { KeptPart } from "../data/kept-part";
import { accessDenied, verdictOf, type Authorizer } from "../iam/authorizer";
import type { CredentialRegistry } from "../iam/credentials";
import {
  AwsError,
  type AuthorizationCheck,
  type LocalService,
  type Principal,
  type RecordedProgram,
  type SandboxEventSink,
} from "../types";
import { ADMIN_PREFIX, serveAdmin } from "./admin";
import { ProgramFacts } from "./program-facts";
import { whyNotMoto } from "./moto-operations";
import { requireRegion } from "./region";
import { SERVICE_MODELS } from "./requests/all-models";
import { createScope, InvalidInput, type Identified, type Scope, type ServiceModel } from "./requests/model";
import { revealsMissing } from "./requests/s3";
import { securityTokenService } from "./security-token-service";
import { readSignature, verifySignature } from "./sigv4";
import { StateMachines, type AskMoto } from "./state-machines";
import { Upstream } from "./upstream";
import { readBody, readHead, type RequestHead } from "./wire-request";
import { guessWire, notModelled, writeError, writeResult, type Wire } from "./wire-response";

export interface GatewayOptions {
  readonly program: RecordedProgram;
  readonly authorizer: Authorizer;
  readonly credentials: CredentialRegistry;
  /** Served here instead of by moto. Whoever made them closes them. */
  readonly services: readonly LocalService[];
  readonly motoPort: number;
  readonly sink: SandboxEventSink;
  /** Opens the admin path. */
  readonly adminToken: string;
  /** The state is kept from one start to the next: what would be lost is not taken. */
  readonly keepsState?: boolean;
}

/** A request on its way: who makes it, where, and what it asks. */
interface Call extends Identified {
  readonly model: ServiceModel;
  readonly principal: Principal;
  readonly scope: Scope;
  readonly head: RequestHead;
  readonly body: Buffer | IncomingMessage;
  readonly requestId: string;
}

/** The one AWS endpoint of the sandbox: knows the caller, asks IAM, then serves the call or passes it to moto. */
export class Gateway {
  private readonly facts: ProgramFacts;
  private readonly local: ReadonlyMap<string, LocalService>;
  private readonly upstream: Upstream;
  private readonly machines: StateMachines;
  private sealed = false;

  constructor(private readonly options: GatewayOptions) {
    const { program, services, credentials, motoPort, authorizer } = options;
    this.facts = new ProgramFacts(program);
    const every = [securityTokenService(credentials, program.accountId), ...services];
    this.local = new Map(every.map((service) => [service.service, service]));
    this.upstream = new Upstream(motoPort);
    this.machines = new StateMachines(authorizer, (name) =>
      createScope(this.facts, program.region).arn("states", `stateMachine:${name}`),
    );
  }

  /** Versions of machines, and which of them each execution runs. */
  get keptPart(): KeptPart {
    return this.machines;
  }

  /** The program's resources are made: from now on a change of what is read from the program alone is refused. */
  seal(): void {
    this.sealed = true;
  }

  close(): void {
    this.upstream.close();
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const head = readHead(request);
    if (head.path.startsWith(ADMIN_PREFIX)) {
      const { credentials, adminToken } = this.options;
      await serveAdmin(head, request, response, credentials, adminToken);
      return;
    }
    const place: { wire: Wire } = { wire: { service: "s3", protocol: "rest-xml", messageMember: "Message" } };
    try {
      await this.serve(head, request, response, requestId, place);
    } catch (error) {
      // What the client still sends must be taken, or it never comes to read the answer.
      request.resume();
      if (response.headersSent) {
        response.destroy();
      } else if (error instanceof MotoRefusal) {
        const headers = { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": requestId };
        response.writeHead(error.status, headers).end(error.body);
      } else {
        writeError(response, place.wire, asAwsError(error), requestId, head.method === "HEAD");
      }
    }
  }

  private async serve(
    head: RequestHead,
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    place: { wire: Wire },
  ): Promise<void> {
    if (head.headers["x-amz-target"] !== undefined) {
      place.wire = guessWire(head, "");
    }
    const signature = readSignature(head);
    if (signature === undefined) {
      throw new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
    }
    const { service, region } = signature;
    const model = SERVICE_MODELS.get(service);
    place.wire = model ?? guessWire(head, service);
    const body = model?.streams?.(head) === true ? undefined : await readBody(request);
    const known = this.options.credentials.find(signature.accessKeyId);
    const { principal } = verifySignature(head, signature, known, body);
    if (model === undefined) {
      requireRegion(service, unreadOperation(head, body!), region, this.options.program.region);
      await this.passUnread(head, body!, response, principal, service);
      return;
    }
    const identified = model.identify(head, body ?? Buffer.alloc(0));
    requireRegion(service, identified.operation, region, this.options.program.region);
    const scope = createScope(this.facts, region);
    const call = { ...identified, model, principal, scope, head, body: body ?? request, requestId };
    this.permit(call);
    await this.dispatch(call, response);
  }

  /** A service without a model: the operator's business with moto only. */
  private async passUnread(
    head: RequestHead,
    body: Buffer,
    response: ServerResponse,
    principal: Principal,
    service: string,
  ): Promise<void> {
    const operation = unreadOperation(head, body);
    if (principal.kind !== "operator") {
      throw notModelled(service, operation, "add sandbox/gateway/requests/<service>.ts, or don't call it.");
    }
    this.requireTruth(service, operation, {});
    this.options.authorizer.noteOperator(service, operation);
    await this.upstream.pass(head, body, response, () => undefined);
  }

  /** Asks IAM everything the operation needs. @throws AwsError */
  private permit(call: Call): void {
    const { model, operation, input, principal, scope } = call;
    if (!this.local.has(model.service)) {
      this.requireTruth(model.service, operation, input);
    }
    if (principal.kind === "operator") {
      this.options.authorizer.noteOperator(model.service, operation);
      return;
    }
    const asks = Object.hasOwn(model.operations, operation) ? model.operations[operation] : undefined;
    if (asks === undefined) {
      throw notModelled(
        model.service,
        operation,
        `add it to sandbox/gateway/requests/${model.service}.ts, or don't call it.`,
      );
    }
    for (const check of asks(input, scope)) {
      this.ask(principal, check);
    }
  }

  /** @throws AwsError NotModelled when moto would not answer as AWS does. */
  private requireTruth(service: string, operation: string, input: Readonly<Record<string, unknown>>): void {
    const { keepsState = false } = this.options;
    const why = whyNotMoto(service, operation, input, { sealed: this.sealed, keepsState });
    if (why !== undefined) {
      throw notModelled(service, operation, why);
    }
  }

  /** @throws AwsError AccessDeniedException */
  private ask(principal: Principal, check: AuthorizationCheck): void {
    const ruling = this.options.authorizer.authorize(principal, check);
    if (principal.kind === "role") {
      this.options.sink({ kind: "verdict", verdict: verdictOf(ruling) });
    }
    if (!ruling.allowed) {
      throw accessDenied(ruling);
    }
  }

  private async dispatch(call: Call, response: ServerResponse): Promise<void> {
    const { model, operation, input, principal, scope, head, body, requestId } = call;
    const local = this.local.get(model.service);
    if (local !== undefined) {
      const authorize = (check: AuthorizationCheck) => {
        this.ask(principal, { ...check, context: { ...scope.context, ...check.context } });
      };
      const output = await local.handle({ operation, input, principal, authorize });
      writeResult(response, model, operation, output, requestId);
      return;
    }
    const handler = model.service === "states" ? this.machines.handler(operation) : undefined;
    if (handler !== undefined) {
      const output = await handler(input, this.askMoto(head));
      if (operation === "StartExecution") {
        this.options.sink({ kind: "execution.start", executionArn: String(output.executionArn), principal });
      }
      writeResult(response, model, operation, output, requestId);
      return;
    }
    await this.upstream.pass(head, body, response, (status) => {
      this.judge(call, status);
    });
  }

  /** To who may not list a bucket, S3 doesn't say that an object is missing. @throws AwsError */
  private judge(call: Call, status: number): void {
    const check =
      status === 404 && call.model.service === "s3" ? revealsMissing(call, call.scope) : undefined;
    if (check !== undefined && call.principal.kind === "role") {
      this.ask(call.principal, check);
    }
  }

  private askMoto(head: RequestHead): AskMoto {
    return async (operation, input) => {
      const target = `AWSStepFunctions.${operation}`;
      const { status, body } = await this.upstream.ask(head, Buffer.from(JSON.stringify(input)), target);
      if (status >= 400) {
        throw new MotoRefusal(status, body);
      }
      return JSON.parse(body.toString("utf8") || "{}") as Readonly<Record<string, unknown>>;
    };
  }
}

/** Of a request without a model: by its target, its form, or its path as of newer protocols. */
function unreadOperation(head: RequestHead, body: Buffer): string {
  const inPath = /\/operation\/(\w+)$/.exec(head.path)?.[1];
  const inForm = new URLSearchParams(body.toString("utf8")).get("Action");
  const target = String(head.headers["x-amz-target"] ?? inForm ?? inPath ?? "");
  return target.slice(target.lastIndexOf(".") + 1) || `${head.method} ${head.path}`;
}

/** An error moto answered, passed on as it is. */
class MotoRefusal extends Error {
  constructor(
    public readonly status: number,
    public readonly body: Buffer,
  ) {
    super(`moto answered ${status}: ${body.toString("utf8")}`);
  }
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) {
    return error;
  }
  const { message } = error as Error;
  return error instanceof InvalidInput
    ? new AwsError("ValidationException", message, 400)
    : new AwsError("InternalFailure", `The sandbox failed: ${(error as Error).stack ?? message}`, 500);
}
