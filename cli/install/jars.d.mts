export function installJars(root: string, stateDirectory: string, java: { readonly command: string }): void;
