export interface Command {
  readonly name: string;
  readonly needs: "node modules" | "everything";
  readonly summary: string;
}

export function commands(): readonly Command[];
export function commandFile(name: string): string;
export function findCommand(given: string): Command;
