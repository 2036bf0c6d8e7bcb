/** A thing measured against what it is compared with, in one and the same run. */
export interface Comparison {
  /** `50 pipelines, built JS`: unique in its suite, stable from run to run, so that results can be followed over time. */
  readonly name: string;
  /** `s`, `ms`, `MiB`, `KB`, `rows/s`, or a plain number of something: `resources`, `transitions`. */
  readonly unit: string;
  /** Ours first; each with every sample, in the order taken. */
  readonly subjects: readonly Subject[];
  /** What ours is held to, if anything. */
  readonly goal?: Goal;
}

export interface Subject {
  /** `stepline`, `flat Pulumi`, `CDK`, `bare Spark` */
  readonly name: string;
  readonly samples: readonly number[];
}

/**
 * `ratio`: median of ours over the median of `against`; `difference`: the one less the other; `limit`: median of ours. All are
 * upper bounds, unless `atLeast`.
 */
export type Goal =
  | {
      readonly kind: "ratio" | "difference";
      readonly against: string;
      readonly bound: number;
      readonly atLeast?: boolean;
    }
  | { readonly kind: "limit"; readonly bound: number; readonly atLeast?: boolean };

/** What a suite needs of the command that runs it. */
export interface BenchContext {
  /** Samples of each thing; suites whose one sample takes a minute may take fewer. */
  readonly samples: number;
  /** Leaves out what takes more than a minute. */
  readonly quick: boolean;
  /** Empty folder for what the suite makes; removed afterwards. */
  readonly directory: string;
  /** Folder kept between runs, for generated inputs and installed peers. */
  readonly cache: string;
  /** One line of progress on the terminal. */
  readonly say: (line: string) => void;
}

/** A suite: `bench/suites/<name>.ts` exports one as `suite`. */
export interface Suite {
  /** `program`, `handlers`, `transform`, `load`, `run`, `gateway`, `orchestration` */
  readonly name: string;
  /** One sentence: what is compared, and why it is a fair comparison. */
  readonly about: string;
  run(context: BenchContext): Promise<readonly Comparison[]>;
}
