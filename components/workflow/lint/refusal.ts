import { type Finding, findingText } from "./finding";

/** A definition that must not be deployed. The message has a line for each finding. */
export class DefinitionRefused extends Error {
  override readonly name = "DefinitionRefused";

  constructor(public readonly findings: readonly Finding[]) {
    super(findings.map(findingText).join("\n"));
  }
}

/** @throws DefinitionRefused when there is any. */
export function refuseFindings(findings: readonly Finding[]): void {
  if (findings.length > 0) {
    throw new DefinitionRefused(findings);
  }
}
