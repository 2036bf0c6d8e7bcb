import { isDeepStrictEqual } from "node:util";
import { type Properties, UNKNOWN } from "./protocol";

/** What AWS makes anew when a resource is changed in place. */
interface Publishing {
  /** Inputs whose change makes it; none: every input but tags. */
  readonly from?: readonly string[];
  /** Whether the program asks for it. */
  readonly asked: (inputs: Properties) => boolean;
  /** Outputs that the provider says are not known before. */
  readonly outputs: readonly string[];
  /** The outputs of the n-th version. */
  readonly made: (state: Properties, version: number, seed: string) => Properties;
}

const CONTENTS = ["source", "content", "contentBase64", "sourceHash", "etag"];

const PUBLISHING: Readonly<Partial<Record<string, Publishing>>> = {
  "aws:lambda/function:Function": {
    asked: ({ publish }) => publish === true,
    outputs: ["version", "qualifiedArn", "qualifiedInvokeArn"],
    made: (state, version) => ({
      version: String(version),
      qualifiedArn: `${String(state.arn)}:${version}`,
      qualifiedInvokeArn: String(state.invokeArn).replace(
        String(state.arn),
        `${String(state.arn)}:${version}`,
      ),
    }),
  },
  "aws:sfn/stateMachine:StateMachine": {
    from: [
      "definition",
      "roleArn",
      "loggingConfiguration",
      "tracingConfiguration",
      "encryptionConfiguration",
    ],
    asked: ({ publish }) => publish === true,
    outputs: ["stateMachineVersionArn", "revisionId"],
    made: (state, version, seed) => ({
      stateMachineVersionArn: `${String(state.arn)}:${version}`,
      revisionId: seed,
    }),
  },
  "aws:s3/bucketObjectv2:BucketObjectv2": {
    from: CONTENTS,
    asked: () => true,
    outputs: ["versionId", "etag"],
    made: (_state, _version, seed) => ({ versionId: seed, etag: seed }),
  },
};

/** Whether an update in place makes a new version. */
export function publishes(token: string, state: Properties, inputs: Properties): boolean {
  const publishing = PUBLISHING[token];
  if (publishing?.asked(inputs) !== true) {
    return false;
  }
  const from = publishing.from ?? Object.keys(inputs).filter((input) => !/^(tags|__defaults)$/.test(input));
  return from.some((input) => !isDeepStrictEqual(contentOf(state[input]), contentOf(inputs[input])));
}

/** The outputs of a further version, unknown in a preview. */
export function publishedOutputs(
  token: string,
  state: Properties,
  version: number,
  seed: string | undefined,
): Properties {
  const publishing = PUBLISHING[token];
  if (publishing === undefined) {
    return {};
  }
  return seed === undefined
    ? Object.fromEntries(publishing.outputs.map((output) => [output, UNKNOWN]))
    : publishing.made(state, version, seed);
}

/** An asset is its contents, wherever the file lies. */
function contentOf(value: unknown): unknown {
  const hash = (value as { readonly hash?: unknown } | null | undefined)?.hash;
  return typeof hash === "string" && hash !== "" ? hash : value;
}
