import assert from "node:assert/strict";
import { recordedTags } from "../../../sandbox/iam/recorded-tags";
import { recordProgram } from "../../../sandbox/program/record";
import { KEY_ARN, program, resource } from "./recorded-program";

describe("recordedTags", () => {
  it("are the provider's and the resource's own, as condition keys, its own before the provider's", () => {
    const provider = resource("pulumi:providers:aws", "aws", {
      defaultTags: JSON.stringify({ tags: { Stack: "dev", Team: "data" } }),
    });
    const key = resource("aws:kms/key:Key", "key", { tags: { Team: "finance" } }, { arn: KEY_ARN });
    assert.deepEqual(recordedTags(program(provider, key)).get(KEY_ARN), {
      "aws:ResourceTag/Stack": "dev",
      "aws:ResourceTag/Team": "finance",
    });
  });

  it("are those of the key and the warehouse only: what has a name is told by its name", async () => {
    const tags = recordedTags(await recordProgram({ stack: "dev" }));
    assert.deepEqual(
      [...tags.keys()].map((arn) => arn.replace(/\/.*$/, "")).sort(),
      [
        "kms:eu-west-1:111122223333:key",
        ...["namespace", "workgroup"].map((kind) => `redshift-serverless:eu-west-1:111122223333:${kind}`),
      ].map((rest) => `arn:aws:${rest}`),
    );
    for (const one of tags.values()) {
      assert.equal(one["aws:ResourceTag/Stack"], "dev");
    }
  });
});
