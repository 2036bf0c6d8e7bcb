import assert from "node:assert/strict";
import { GitHubOidc, trustGitHubEnvironment } from "../../../components/deployment/github-oidc";
import { trustPolicy } from "../../../components/iam/trust-policy";
import { ofType, record } from "../../pulumi-mocks";
import { ACCOUNT, boundedNames, letsIn } from "./judged";

const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
const AUD = "sts.amazonaws.com";
const { placement } = boundedNames("dev");

const trust = (environment: string, repository = "acme/pipelines"): string =>
  trustPolicy([trustGitHubEnvironment(PROVIDER, repository, environment)]);

describe("the trust in a GitHub environment", () => {
  it("lets in jobs of that environment of that repository", () => {
    assert.ok(letsIn(trust("dev"), { aud: AUD, sub: "repo:acme/pipelines:environment:dev" }));
  });

  for (const [who, sub] of [
    ["another environment", "repo:acme/pipelines:environment:prod"],
    ["the environment of previews", "repo:acme/pipelines:environment:dev-preview"],
    ["the default branch", "repo:acme/pipelines:ref:refs/heads/main"],
    ["a pull request", "repo:acme/pipelines:pull_request"],
    ["a fork", "repo:mallory/pipelines:environment:dev"],
    ["a repository whose name goes on", "repo:acme/pipelines-evil:environment:dev"],
    ["an environment whose name goes on", "repo:acme/pipelines:environment:dev:ref:refs/heads/main"],
    ["a repository in other letters", "repo:ACME/pipelines:environment:dev"],
    ["another owner of a recycled name", "repo:acme@999/pipelines@999:environment:dev"],
    ["a star", "*"],
  ]) {
    it(`keeps out ${who}`, () => {
      assert.ok(!letsIn(trust("dev"), { aud: AUD, sub }));
    });
  }

  it("keeps out tokens made for another audience, and of another provider", () => {
    const sub = "repo:acme/pipelines:environment:dev";
    assert.ok(!letsIn(trust("dev"), { aud: "https://github.com/acme", sub }));
    assert.ok(!letsIn(trust("dev"), { aud: AUD, sub }, `${PROVIDER}.evil.example`));
  });

  it("takes subjects with identifiers as they are", () => {
    const sub = "repo:acme@123456/pipelines@456789:environment:dev";
    assert.ok(letsIn(trust("dev", "acme@123456/pipelines@456789"), { aud: AUD, sub }));
    assert.ok(
      !letsIn(trust("dev", "acme@123456/pipelines@456789"), { aud: AUD, sub: sub.replace("@456789", "@1") }),
    );
  });
});

describe("GitHubOidc", () => {
  it("makes the account's provider without thumbprints, and leaves it behind", async () => {
    const recording = await record(() => new GitHubOidc("github", { placement }));
    const [provider] = ofType(recording, "aws:iam/openIdConnectProvider:OpenIdConnectProvider");
    assert.deepEqual(provider.inputs, {
      url: "https://token.actions.githubusercontent.com",
      clientIdLists: [AUD],
    });
    assert.equal(provider.retainOnDelete, true);
  });

  it("takes the one that is there, and makes none", async () => {
    const recording = await record(() => {
      const { providerArn } = new GitHubOidc("github", { placement, existingProviderArn: PROVIDER });
      return { providerArn };
    });
    assert.deepEqual(ofType(recording, "aws:iam/openIdConnectProvider:OpenIdConnectProvider"), []);
    assert.deepEqual(recording.outputs, { providerArn: PROVIDER });
  });
});
