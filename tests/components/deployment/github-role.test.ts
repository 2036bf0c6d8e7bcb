import assert from "node:assert/strict";
import { GitHubRole } from "../../../components/deployment/github-role";
import { record } from "../../pulumi-mocks";

const document = { Version: "2012-10-17", Statement: [] } as const;

describe("GitHubRole", () => {
  it("refuses more policies than a role takes", async () => {
    const policies = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`p${index}`, document]));
    await assert.rejects(
      record(
        () =>
          new GitHubRole("role", {
            ...{ roleName: "stepline-bootstrap-dev-deploy", description: "d", repository: "a/b" },
            ...{
              providerArn: "arn:aws:iam::111122223333:oidc-provider/x",
              gitHubEnvironment: "dev",
              policies,
            },
          }),
      ),
      /"stepline-bootstrap-dev-deploy" would have 11 managed policies, IAM allows 10/,
    );
  });
});
