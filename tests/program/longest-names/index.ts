import { Names } from "../../../components/naming";
import { Pipeline } from "../../../components/pipeline";
import { Platform } from "../../../components/platform";
import { createProvider } from "../../../components/stack-provider";
import { loadEnvironment } from "../../../environments/load";
import { locateStack } from "../../../environments/locate-stack";
import { marketing } from "../../../pipelines/marketing";
import { definePipeline } from "../../../pipelines/pipeline-spec";

/** 20 characters, the most that pipelines/pipeline-spec.ts takes; the stack's 14 are the most of environments/load.ts. */
const spec = definePipeline({ ...marketing, name: "the-longest-pipeline" });

/** The root's index.ts with one other pipeline. */
export = async (): Promise<void> => {
  const { environment, awsProvider } = loadEnvironment();
  const names = new Names(await locateStack(environment));
  const providers = [createProvider(names.placement, environment.name, awsProvider)];
  const platform = new Platform("platform", { names, environment }, { providers });
  new Pipeline(spec.name, { platform, spec }, { providers });
};
