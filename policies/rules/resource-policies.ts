import { allows, isPublic } from "../policy-document";
import { read } from "../resource";
import { resourceRule, type ResourceRule } from "../rule";

/** Policies that are written on what they let use, beyond those that a control has a rule for: buckets', topics', queues', keys'. */
const POLICIES: readonly string[] = [
  "aws:backup/vaultPolicy:VaultPolicy",
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
  "aws:dynamodb/resourcePolicy:ResourcePolicy",
  "aws:ecr/repositoryPolicy:RepositoryPolicy",
  "aws:glue/resourcePolicy:ResourcePolicy",
  "aws:kinesis/resourcePolicy:ResourcePolicy",
  "aws:lambda/resourcePolicy:ResourcePolicy",
  "aws:redshiftserverless/resourcePolicy:ResourcePolicy",
  "aws:s3control/accessPointPolicy:AccessPointPolicy",
  "aws:secretsmanager/secret:Secret",
  "aws:secretsmanager/secretPolicy:SecretPolicy",
];

export const resourcePolicyRules: readonly ResourceRule[] = [
  resourceRule({
    name: "Resource-policies-are-not-public",
    controls: ["own"],
    checks:
      "No policy of a table, secret, function, event bus, stream, repository, vault, access point, warehouse or Data Catalog lets in everybody.",
    enforcement: "mandatory",
    types: POLICIES,
    check: (resource) =>
      allows(read(resource, "policy"))
        .filter(isPublic)
        .map(
          ({ label }) =>
            `policy, "${label}" lets in everybody. Name the principals, or add a condition on aws:PrincipalAccount.`,
        ),
  }),
];
