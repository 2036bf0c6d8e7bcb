import type {
  RecordedProgram,
  RecordedResource,
  RoleCredentials,
  CredentialIssuer,
} from "../../sandbox/types";

/** A program as the recorder would hand it over, of the resources a test needs. */
export function recordedProgram(resources: readonly RecordedResource[]): RecordedProgram {
  return {
    project: "stepline",
    stack: "test",
    accountId: "111122223333",
    region: "eu-west-1",
    resources,
    outputs: {},
  };
}

export function recordedResource(
  type: string,
  inputs: Readonly<Record<string, unknown>>,
  state: Readonly<Record<string, unknown>> = {},
): RecordedResource {
  const name = String(inputs.name);
  return {
    urn: `urn:pulumi:test::stepline::${type}::${name}`,
    type,
    name,
    inputs,
    state: { ...inputs, ...state },
    id: name,
    custom: true,
    dependencies: [],
  };
}

/** Gives every role credentials whose access key id is the role's name, and remembers for whom. */
export class FakeIssuer implements CredentialIssuer {
  readonly requests: Parameters<CredentialIssuer["issueToService"]>[0][] = [];

  issueToService(request: Parameters<CredentialIssuer["issueToService"]>[0]): RoleCredentials {
    this.requests.push(request);
    const roleName = request.roleArn.split("/").pop() ?? "";
    return { accessKeyId: `AKIA-${roleName}`, secretAccessKey: "secret", sessionToken: "token" };
  }
}
