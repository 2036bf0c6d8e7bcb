import * as pulumi from "@pulumi/pulumi";
import { Names } from "../../components/naming";
import { Pipeline } from "../../components/pipeline";
import { Platform } from "../../components/platform";
import { stackOutputs } from "../../components/stack-outputs";
import { createProvider } from "../../components/stack-provider";
import { loadEnvironment } from "../../environments/load";
import { locateStack } from "../../environments/locate-stack";
import { marketing } from "../../pipelines/marketing";

/** index.ts with the marketing pipeline `count` times, each under a name of its own. */
export async function run(count: number): Promise<Record<string, unknown>> {
  pulumi.runtime.setConfig("aws:region", "eu-west-1");
  pulumi.runtime.setConfig(`${pulumi.getProject()}:environment`, "dev");
  const { environment, awsProvider } = loadEnvironment();
  const names = new Names(await locateStack(environment));
  const providers = [createProvider(names.placement, environment.name, awsProvider)];
  const platform = new Platform("platform", { names, environment }, { providers });
  const built = Array.from({ length: count }, (_, index) => {
    const spec = { ...marketing, name: `marketing-${index}` };
    return { spec, pipeline: new Pipeline(spec.name, { platform, spec }, { providers }) };
  });
  return stackOutputs(platform, built);
}
