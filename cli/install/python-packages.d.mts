export function venvPython(stateDirectory: string): string;
export function installPythonPackages(
  root: string,
  stateDirectory: string,
  base: { readonly command: string; readonly version: string },
  requirementFiles: readonly string[],
): void;
