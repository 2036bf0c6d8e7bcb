/**
 * List prices of AWS in one region, for estimates only: before discounts, free tiers and tax. Read on `asOf` from stored copies of
 * the pages named as sources, or of publications that quote them; nothing here was asked of AWS. Whoever renews a price renews
 * the date of all.
 */
export const PRICES = {
  region: "us-east-1",
  currency: "USD",
  asOf: "2026-11-22",

  /** Per RPU and hour, by the second, at least a minute. https://aws.amazon.com/redshift/pricing/ */
  redshiftServerlessRpuHour: 0.375,
  redshiftServerlessLeastSeconds: 60,

  /** Per DPU and hour, by the second, at least a minute. https://aws.amazon.com/glue/pricing/ */
  glueDpuHour: 0.44,
  glueLeastSeconds: 60,

  /** Standard workflows. https://aws.amazon.com/step-functions/pricing/ */
  stateTransition: 0.025 / 1000,

  /** https://aws.amazon.com/lambda/pricing/ */
  lambdaRequest: 0.2 / 1_000_000,
  lambdaGbSecond: { x86_64: 0.000_016_666_7, arm64: 0.000_013_333_4 },

  /** Per key and month. https://aws.amazon.com/kms/pricing/ */
  kmsKey: 1,

  /** Per secret and month. https://aws.amazon.com/secrets-manager/pricing/ */
  secret: 0.4,

  /** Per metric that an alarm looks at and month, per dashboard and month. https://aws.amazon.com/cloudwatch/pricing/ */
  alarmMetric: 0.1,
  dashboard: 3,

  /** Per hour; per GB on top of it. https://aws.amazon.com/vpc/pricing/ */
  natGatewayHour: 0.045,
  /** Per hour and zone. https://aws.amazon.com/privatelink/pricing/ */
  interfaceEndpointHour: 0.01,
} as const;

/** What AWS's own calculator takes for a month. */
export const HOURS_A_MONTH = 730;

/** DPUs of a Glue worker. https://docs.aws.amazon.com/glue/latest/dg/worker-types.html */
export const DPUS_OF_WORKER: Readonly<Partial<Record<string, number>>> = {
  "G.025X": 0.25,
  "G.1X": 1,
  "G.2X": 2,
  "G.4X": 4,
  "G.8X": 8,
  "G.12X": 12,
  "G.16X": 16,
  "R.1X": 1,
  "R.2X": 2,
  "R.4X": 4,
  "R.8X": 8,
};
