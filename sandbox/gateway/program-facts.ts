import { ofType, text } from "../iam/recorded-resources";
import type { RecordedProgram, RecordedResource } from "../types";

/** What requests leave unsaid and IAM must know: which key encrypts a bucket, which ARN a workgroup has. Read from the program. */
export class ProgramFacts {
  public readonly accountId: string;
  public readonly region: string;
  private readonly bucketKeys = new Map<string, string>();
  private readonly tableKeys = new Map<string, string>();
  private readonly topicKeys = new Map<string, string>();
  private readonly queueKeys = new Map<string, string>();
  private readonly keys = new Map<string, string>();
  private readonly workgroups = new Map<string, string>();
  private readonly namespaces = new Map<string, string>();

  constructor(program: RecordedProgram) {
    this.accountId = program.accountId;
    this.region = program.region;
    this.readKeys(program);
    for (const encryption of ofType(program, ENCRYPTION)) {
      this.put(this.bucketKeys, String(encryption.inputs.bucket), bucketKeyId(encryption));
    }
    for (const table of ofType(program, "aws:dynamodb/table:Table")) {
      const encryption = table.inputs.serverSideEncryption as
        { enabled?: boolean; kmsKeyArn?: string } | undefined;
      this.put(
        this.tableKeys,
        text(table, "name"),
        encryption?.enabled === true ? encryption.kmsKeyArn : undefined,
      );
    }
    for (const topic of ofType(program, "aws:sns/topic:Topic")) {
      this.put(this.topicKeys, text(topic, "arn"), topic.inputs.kmsMasterKeyId);
    }
    for (const queue of ofType(program, "aws:sqs/queue:Queue")) {
      this.put(this.queueKeys, text(queue, "arn"), queue.inputs.kmsMasterKeyId);
    }
    for (const workgroup of ofType(program, "aws:redshiftserverless/workgroup:Workgroup")) {
      this.workgroups.set(text(workgroup, "workgroupName"), text(workgroup, "arn"));
    }
    for (const namespace of ofType(program, "aws:redshiftserverless/namespace:Namespace")) {
      this.namespaces.set(text(namespace, "namespaceName"), text(namespace, "arn"));
    }
  }

  /** ARN of the customer key that encrypts a bucket's objects by default; undefined when none does. */
  bucketKey(bucket: string): string | undefined {
    return this.bucketKeys.get(bucket);
  }

  tableKey(table: string): string | undefined {
    return this.tableKeys.get(table);
  }

  topicKey(arn: string): string | undefined {
    return this.topicKeys.get(arn);
  }

  queueKey(arn: string): string | undefined {
    return this.queueKeys.get(arn);
  }

  /** ARN of a key given by id, ARN, alias or alias ARN; undefined when the program has no such key. */
  keyArn(id: string): string | undefined {
    return this.keys.get(id);
  }

  /** Workgroups are guarded by their UUID, called by their name. */
  workgroupArn(name: string): string | undefined {
    return name.startsWith("arn:") ? name : this.workgroups.get(name);
  }

  namespaceArn(name: string): string | undefined {
    return this.namespaces.get(name);
  }

  private readKeys(program: RecordedProgram): void {
    for (const key of ofType(program, "aws:kms/key:Key")) {
      const arn = text(key, "arn");
      for (const name of [arn, arn.slice(arn.lastIndexOf("/") + 1), key.id, key.state.keyId]) {
        this.put(this.keys, String(name), arn, false);
      }
    }
    for (const alias of ofType(program, "aws:kms/alias:Alias")) {
      const target = this.keys.get(String(alias.inputs.targetKeyId));
      const name = text(alias, "name");
      this.put(this.keys, name, target, false);
      this.put(this.keys, `arn:aws:kms:${this.region}:${this.accountId}:${name}`, target, false);
    }
  }

  /** AWS-managed keys (`alias/aws/sns`) admit everyone in the account through their service: nothing to ask. */
  private put(map: Map<string, string>, name: string, keyId: unknown, resolve = true): void {
    if (typeof keyId !== "string" || keyId === "" || keyId.includes("alias/aws/")) {
      return;
    }
    map.set(name, resolve ? (this.keys.get(keyId) ?? keyId) : keyId);
  }
}

const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";

interface EncryptionRule {
  readonly applyServerSideEncryptionByDefault?: {
    readonly sseAlgorithm?: string;
    readonly kmsMasterKeyId?: string;
  };
}

function bucketKeyId({ inputs }: RecordedResource): string | undefined {
  const [rule] = (inputs.rules ?? []) as readonly (EncryptionRule | undefined)[];
  const byDefault = rule?.applyServerSideEncryptionByDefault;
  return byDefault?.sseAlgorithm?.startsWith("aws:kms") === true ? byDefault.kmsMasterKeyId : undefined;
}
