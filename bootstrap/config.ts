import * as pulumi from "@pulumi/pulumi";
import * as z from "zod";

import { RESERVED_STACK_NAME } from "../components/deployment/bootstrap-names";
import { configNamespace, configValue, providerSettings } from "../environments/pulumi-config";
import { problemLines } from "../environments/schema";

const stack = z
  .strictObject({
    /** As environments/load.ts takes stacks' names. */
    name: z
      .string()
      .regex(/^[a-z][a-z0-9]{0,13}$/, {
        error: "must be a stack's name: at most 14 small letters and digits, a letter first, no hyphen",
      })
      .refine((name) => name !== RESERVED_STACK_NAME, {
        error: "is the bootstrap's own prefix: such a stack could change its own deploy role; rename it",
      }),
    /** Whether its deploys may delete what holds data. */
    deletesData: z.boolean({ error: "must be true or false" }).default(false),
    /** What its `vpcId` may be, where it is given one. */
    vpcIds: z
      .array(z.string().regex(/^vpc-[0-9a-f]{8,17}$/, { error: "must look like vpc-0123456789abcdef0" }), {
        error: "must be a list of VPCs' identifiers",
      })
      .readonly()
      .default([]),
  })
  .readonly();

const NAME = "[A-Za-z0-9_.-]+";
/** Both with identifiers, or neither: GitHub writes them so. */
const REPOSITORY = new RegExp(`^(${NAME}/${NAME}|${NAME}@[0-9]+/${NAME}@[0-9]+)$`);

const ConfigSchema = z
  .strictObject({
    repository: z.string({ error: "must be a text like acme/pipelines" }).regex(REPOSITORY, {
      error:
        "must be owner/name, like acme/pipelines, or with identifiers, like acme@123456/pipelines@456789",
    }),
    environments: z
      .array(stack, { error: "must be a list of stacks, each with a name" })
      .min(1, { error: "must name at least one stack" })
      .refine((stacks) => new Set(stacks.map(({ name }) => name)).size === stacks.length, {
        error: "names a stack twice: keep one of them",
      })
      .readonly(),
    project: z.string().regex(/^[a-z][a-z0-9]*$/, {
      error: "must be small letters and digits, as the root's Pulumi.yaml has it",
    }),
    oidcProviderArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/, {
        error:
          "must be the ARN of GitHub's provider, arn:aws:iam::<account>:oidc-provider/token.actions.githubusercontent.com",
      })
      .optional(),
    stateBackend: z.boolean({ error: "must be true or false" }),
    allowedAccountIds: z
      .array(z.string().regex(/^[0-9]{12}$/, { error: "must be twelve digits" }))
      .readonly()
      .default([]),
  })
  .readonly();

export type BootstrapConfig = z.infer<typeof ConfigSchema>;

export interface BootstrapSettings {
  readonly config: BootstrapConfig;
  /** Every `aws:` setting: a provider that the program makes itself does not read them. */
  readonly awsProvider: Readonly<Record<string, pulumi.Input<unknown>>>;
}

/**
 * The configuration of the stack, checked before anything is made.
 *
 * @throws pulumi.RunError that names each wrong key, its value and what it must be.
 */
export function loadConfig(project = pulumi.getProject()): BootstrapSettings {
  const values = Object.fromEntries(
    configNamespace(project)
      .filter(([, text]) => !["", "[]"].includes(text))
      .map(([key, text]) => [key, configValue(text)] as const),
  );
  const parsed = ConfigSchema.safeParse(values);
  if (!parsed.success) {
    throw new pulumi.RunError(
      [
        `The ${project}: configuration is wrong. Correct it with "pulumi -C bootstrap config set", or in the stack's file:`,
        ...problemLines(parsed.error, values).map((line) => `${project}:${line}`),
      ].join("\n  "),
    );
  }
  return { config: parsed.data, awsProvider: providerSettings() };
}
