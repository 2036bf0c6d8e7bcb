import { digits, uuid } from "../../program/identifiers";

/** What AWS says to a call. */
export interface Answer {
  /** Service and operation as the SDK for Go names them: `IAM: CreateRole`. */
  readonly call: string;
  readonly status: number;
  /** Code and message: `EntityAlreadyExists: Role with name worker already exists.` Codes that the SDK has no type for begin with `api error`. */
  readonly says: string;
}

/** An answer in the words in which AWS's SDK for Go passes it on. The request's id is made up; S3 gives a second one. */
export function awsError({ call, status, says }: Answer): string {
  const request = call.startsWith("S3: ")
    ? `RequestID: ${digits(call, 16).toUpperCase()}, HostID: ${digits(`${call} host`, 56)}`
    : `RequestID: ${uuid(call)}`;
  return `operation error ${call}, https response error StatusCode: ${status}, ${request}, ${says}`;
}
