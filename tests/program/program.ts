import * as pulumi from "@pulumi/pulumi";

import program from "../../index";
import { Names } from "../../components/naming";
import { Pipeline } from "../../components/pipeline";
import { Platform } from "../../components/platform";
import { loadEnvironment } from "../../environments/load";
import type { PipelineSpec } from "../../pipelines/pipeline-spec";
import { record, type Recording, type RecordOptions, type Registered } from "../pulumi-mocks";

export const CONFIG = {
  "aws:region": "eu-west-1",
  "stepline:notificationEmails": '["on-call@stepline.internal"]',
};

const STACK_TYPE = "pulumi:pulumi:Stack";

/** index.ts, evaluated for a stack. */
export function recordStack(stack: string, more: Omit<RecordOptions, "stack"> = {}): Promise<Recording> {
  return record(program, { ...more, stack, config: { ...CONFIG, ...more.config } });
}

/** The program with other pipelines than the repository's. */
export function recordPipelines(stack: string, specs: readonly PipelineSpec[]): Promise<Recording> {
  return record(
    () => {
      const { environment } = loadEnvironment();
      const placement = {
        project: pulumi.getProject(),
        stack,
        accountId: "111122223333",
        region: "eu-west-1",
        partition: "aws",
      };
      const platform = new Platform("platform", { names: new Names(placement), environment });
      for (const spec of specs) {
        new Pipeline(spec.name, { platform, spec });
      }
    },
    { stack, config: CONFIG },
  );
}

/** What the program made, without the stack itself and its provider. */
export function madeResources(recording: Recording): readonly Registered[] {
  return recording.resources.filter(
    (resource) => resource.type !== STACK_TYPE && !resource.type.startsWith("pulumi:providers:"),
  );
}

export function parentOf(recording: Recording, resource: Registered): Registered | undefined {
  return recording.resources.find((other) => other.urn === resource.parent && other.type !== STACK_TYPE);
}

/** Name of the component right under the stack that the resource is part of. */
export function rootName(recording: Recording, resource: Registered): string {
  const parent = parentOf(recording, resource);
  return parent === undefined ? resource.name : rootName(recording, parent);
}
