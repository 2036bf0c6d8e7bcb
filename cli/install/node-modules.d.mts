export function installNodeModules(root: string): void;
export function firstDifference(root: string): string | undefined;
