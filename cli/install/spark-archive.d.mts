export function prepareSparkStart(
  root: string,
  stateDirectory: string,
  java: { readonly command: string },
  environment: Readonly<Record<string, string | undefined>>,
): void;
