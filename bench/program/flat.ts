import * as aws from "@pulumi/aws";
import { program } from "../peers/flat/program";

/** The same pipeline `count` times, as a program without components. */
export function run(count: number): Record<string, unknown> {
  return program(aws, count);
}
