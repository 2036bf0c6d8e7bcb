import { Names } from "./components/naming";
import { Pipeline } from "./components/pipeline";
import { Platform } from "./components/platform";
import { stackOutputs } from "./components/stack-outputs";
import { createProvider } from "./components/stack-provider";
import { loadEnvironment } from "./environments/load";
import { locateStack } from "./environments/locate-stack";
import { pipelines } from "./pipelines/all";

/** What is deployed: the platform of the selected stack, and every pipeline of `pipelines/` on it. */
export = async (): Promise<Record<string, unknown>> => {
  const { environment, awsProvider } = loadEnvironment();
  const names = new Names(await locateStack(environment));
  const providers = [createProvider(names.placement, environment.name, awsProvider)];
  const platform = new Platform("platform", { names, environment }, { providers });
  const built = pipelines.map((spec) => ({
    spec,
    pipeline: new Pipeline(spec.name, { platform, spec }, { providers }),
  }));
  return stackOutputs(platform, built);
};
