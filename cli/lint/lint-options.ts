import { z } from "zod";
import type { LintOptions } from "../../components/workflow/lint/rule";
import { CommandError } from "../command-error";

const texts = z.array(z.string().min(1));
const objects = z.record(z.string(), z.unknown());

/** `functionResults` and `input` of the linter's options are types for a program, not for a file. */
const schema = z.strictObject({
  machineType: z.enum(["STANDARD", "EXPRESS"]).optional(),
  businessErrors: texts.optional(),
  failuresReportedBy: z
    .union([z.literal("workflow"), z.strictObject({ caller: z.string().min(1), reason: z.string().min(1) })])
    .optional(),
  children: z.record(z.string(), objects).optional(),
  exemptions: z
    .array(
      z.strictObject({
        rule: z.string().min(1),
        state: z.string().min(1),
        field: z.string().min(1).optional(),
        reason: z.string().min(1),
      }),
    )
    .optional(),
});

/** @throws CommandError naming each wrong member */
export function parseLintOptions(file: string, value: object): LintOptions {
  const { success, data, error } = schema.safeParse(value);
  if (!success) {
    throw new CommandError(`--options ${file} is not what it should be:\n${z.prettifyError(error)}`);
  }
  return data;
}
