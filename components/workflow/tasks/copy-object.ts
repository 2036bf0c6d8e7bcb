import type { PermittedTask, Wiring } from "../asl";
import { S3_RETRIES } from "../retries";
import { task } from "./task";

export interface CopyObjectArgs {
  /** `bucket/key`, as JSONata or text. */
  readonly source: string;
  readonly bucket: string;
  readonly key: string;
  /** ARN patterns that cover source and target. */
  readonly sourceArn: string;
  readonly targetArn: string;
}

/** Copies one object. Tags are not copied: that would need tagging permissions on both sides. */
export function copyObject(args: CopyObjectArgs, wiring: Wiring): PermittedTask {
  return task(
    {
      integration: "aws-sdk:s3:copyObject",
      arguments: { CopySource: args.source, Bucket: args.bucket, Key: args.key, TaggingDirective: "REPLACE" },
      retries: S3_RETRIES,
      permissions: [
        { sid: "ReadRefusedBatch", actions: ["s3:GetObject"], resources: [args.sourceArn] },
        { sid: "KeepRefusedBatch", actions: ["s3:PutObject"], resources: [args.targetArn] },
      ],
    },
    wiring,
  );
}
