import type * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { Names } from "../../components/naming";
import { Pipeline } from "../../components/pipeline";
import { Platform } from "../../components/platform";
import { createProvider } from "../../components/stack-provider";
import { loadEnvironment } from "../../environments/load";
import { locateStack } from "../../environments/locate-stack";
import { marketing } from "../../pipelines/marketing";
import type { PipelineSpec } from "../../pipelines/pipeline-spec";

export interface Variant {
  readonly pipelines?: readonly PipelineSpec[];
  /** Names of the components in the program, with what the engine is to know of earlier ones. */
  readonly platform?: NamedComponent;
  readonly pipeline?: NamedComponent;
}

export interface NamedComponent {
  readonly name: string;
  readonly aliases?: readonly pulumi.Alias[];
}

/** index.ts with other pipelines, or other names for its components. */
export function variant({ pipelines = [marketing], platform: top, pipeline: each }: Variant): PulumiFn {
  return async () => {
    const { environment, awsProvider } = loadEnvironment();
    const names = new Names(await locateStack(environment));
    const providers = [createProvider(names.placement, environment.name, awsProvider)];
    const platform = new Platform(
      top?.name ?? "platform",
      { names, environment },
      { providers, aliases: [...(top?.aliases ?? [])] },
    );
    for (const spec of pipelines) {
      new Pipeline(
        each?.name ?? spec.name,
        { platform, spec },
        { providers, aliases: [...(each?.aliases ?? [])] },
      );
    }
  };
}

/** The marketing pipeline under other names. */
export function pipelinesNamed(...names: readonly string[]): readonly PipelineSpec[] {
  return names.map((name) => ({ ...marketing, name }));
}
