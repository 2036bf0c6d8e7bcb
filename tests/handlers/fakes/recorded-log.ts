import type { RunLog } from "../../../handlers/observed-handler";

/** A log that keeps its lines. */
export class RecordedLog implements RunLog {
  readonly lines: { readonly message: string; readonly members: Record<string, unknown> }[] = [];

  info(message: string, members: Record<string, unknown>): void {
    this.lines.push({ message, members });
  }

  warn(message: string, members: Record<string, unknown>): void {
    this.lines.push({ message, members });
  }
}
