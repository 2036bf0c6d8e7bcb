import path from "node:path";
import { parseArgs } from "node:util";
import { CommandError } from "../command-error";
import { TIME_SCALE } from "../run/daily-pipeline";

export interface EndpointOptions {
  readonly stack: "dev" | "prod";
  /** Absolute path. */
  readonly dataDirectory?: string;
  readonly port?: number;
  readonly timeScale: number;
  readonly empty: boolean;
}

/** @throws CommandError naming the option, its value and what would do. */
export function parseEndpointOptions(args: readonly string[]): EndpointOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      env: { type: "string" },
      data: { type: "string" },
      port: { type: "string" },
      "time-scale": { type: "string" },
      empty: { type: "boolean" },
    },
  });
  const { env = "dev", data, port, empty = false } = values;
  if (env !== "dev" && env !== "prod") {
    throw new CommandError(`--env "${env}" is not a stack of this project: take dev or prod.`);
  }
  if (data === "") {
    throw new CommandError(`--data "" is no folder: name one, it is made if it is not there.`);
  }
  return {
    stack: env,
    ...(data === undefined ? {} : { dataDirectory: path.resolve(data) }),
    ...(port === undefined ? {} : { port: portNumber(port) }),
    timeScale: timeScale(values["time-scale"]),
    empty,
  };
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new CommandError(`--port "${text}" is not a port: take a number from 1 to 65535.`);
  }
  return port;
}

function timeScale(text: string | undefined): number {
  const scale = text === undefined ? TIME_SCALE : Number(text);
  if (text === "" || !(scale >= 0 && scale <= 1)) {
    throw new CommandError(`--time-scale "${text}" is not a factor: take a number from 0 to 1.`);
  }
  return scale;
}
