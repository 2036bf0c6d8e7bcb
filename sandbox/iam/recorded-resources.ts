import type { RecordedProgram, RecordedResource } from "../types";

export function ofType(program: RecordedProgram, type: string): readonly RecordedResource[] {
  return program.resources.filter((resource) => resource.type === type);
}

export function text(resource: RecordedResource, property: string): string {
  const value = resource.state[property] ?? resource.inputs[property];
  if (typeof value !== "string" || value === "") {
    throw new Error(
      `"${resource.name}" (${resource.type}) was recorded without "${property}": record it as text.`,
    );
  }
  return value;
}
