import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Context } from "aws-lambda";
import type { RunIdentity } from "./events";

/** What a business function needs of a logger; Powertools' Logger is one. */
export interface RunLog {
  info(message: string, members: Record<string, unknown>): void;
  warn(message: string, members: Record<string, unknown>): void;
}

export interface ObservedHandlerArgs<Event extends RunIdentity, Result> {
  /** Of the handler, `extract`: what its logs and metrics call it outside Lambda. */
  readonly name: string;
  /** @throws InvalidEvent */
  readonly parse: (event: unknown) => Event;
  readonly run: (event: Event, log: RunLog, remainingMilliseconds: () => number) => Promise<Result>;
  /** Counts to publish of a run that ended well, by metric name. */
  readonly measure: (result: Result) => Readonly<Record<string, number>>;
}

/**
 * A Lambda handler that logs JSON lines with pipeline, logical date and run id on each, and publishes counts as embedded
 * metrics: namespace `Stepline`, dimensions `service` (the function) and `pipeline`.
 */
export function observedHandler<Event extends RunIdentity, Result>(
  args: ObservedHandlerArgs<Event, Result>,
): (event: unknown, context: Context) => Promise<Result> {
  // The function's name tells stacks apart in one account; Lambda sets it.
  const serviceName = process.env.AWS_LAMBDA_FUNCTION_NAME ?? args.name;
  const logger = new Logger({ serviceName });
  const metrics = new Metrics({ namespace: "Stepline", serviceName });
  return async (event, context) => {
    // A warm function still has the keys of the run before.
    logger.resetKeys();
    logger.addContext(context);
    try {
      const parsed = args.parse(event);
      const { pipeline, logicalDate, runId } = parsed;
      logger.appendKeys({ pipeline, logicalDate, runId });
      const result = await args.run(parsed, logger, () => context.getRemainingTimeInMillis());
      logger.info("Done", { result });
      metrics.addDimension("pipeline", pipeline);
      for (const [name, value] of Object.entries(args.measure(result))) {
        metrics.addMetric(name, name.endsWith("Bytes") ? MetricUnit.Bytes : MetricUnit.Count, value);
      }
      metrics.publishStoredMetrics();
      return result;
    } catch (error) {
      logger.error("Failed", error as Error);
      throw error;
    }
  };
}
