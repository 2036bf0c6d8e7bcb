import assert from "node:assert/strict";
import { refusalToCreate } from "../../../../sandbox/engine/provider/taken-names";

const UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const region = "eu-west-1";

describe("a name that is taken", () => {
  it("is refused as the provider passes AWS's answer on", () => {
    assert.match(
      refusalToCreate("aws:iam/role:Role", { name: "worker", region })!,
      new RegExp(
        "^creating IAM Role \\(worker\\): operation error IAM: CreateRole, https response error StatusCode: 409, " +
          `RequestID: ${UUID}, EntityAlreadyExists: Role with name worker already exists\\.$`,
      ),
    );
    assert.match(
      refusalToCreate("aws:dynamodb/table:Table", { name: "runs", region })!,
      /^creating AWS DynamoDB Table \(runs\): .*, ResourceInUseException: Table already exists: runs$/,
    );
  });

  it("is named by its ARN where AWS does so", () => {
    const arn = "arn:aws:kms:eu-west-1:111122223333:alias/lake";
    assert.match(
      refusalToCreate("aws:kms/alias:Alias", { name: "alias/lake", arn, region })!,
      /^creating KMS Alias \(alias\/lake\): .*An alias with the name arn:aws:kms:eu-west-1:111122223333:alias\/lake already exists$/,
    );
  });

  it("of a bucket is refused without S3's message, and in us-east-1 by the provider itself", () => {
    const bucket = (place: string): string =>
      refusalToCreate("aws:s3/bucket:Bucket", { name: "lake", region: place })!;
    assert.match(bucket("eu-west-1"), /RequestID: \w{16}, HostID: \w+, BucketAlreadyOwnedByYou: $/);
    assert.equal(bucket("us-east-1"), "creating S3 Bucket (lake): bucket already exists");
  });

  it("is no hindrance for what takes the other's place", () => {
    assert.equal(
      refusalToCreate("aws:iam/rolePolicy:RolePolicy", { name: "worker:read", region }),
      undefined,
    );
  });
});
