export const START_HELP: string;
export function parseStartOptions(
  args: readonly string[],
): { readonly help: true } | { readonly help: false; readonly date: string; readonly env: "dev" | "prod" };
