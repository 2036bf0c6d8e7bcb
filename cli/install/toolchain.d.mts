type Environment = Readonly<Record<string, string | undefined>>;

export function checkNode(version?: string): void;
export function findPython(environment?: Environment): { readonly command: string; readonly version: string };
export function findJava(environment?: Environment): { readonly command: string; readonly version: number };
export function warnAboutDifferences(
  python: { readonly version: string },
  java: { readonly version: number },
): void;
