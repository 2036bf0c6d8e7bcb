import { isSecretText, type ShownResource } from "./shown-resource";

/** @throws Error naming the resource when the input is no text. */
export function textInput({ name, type, inputs }: ShownResource, input: string): string {
  const value = inputs[input];
  if (typeof value !== "string") {
    throw new Error(`"${name}" (${type}) has no text as its ${input}: synth can't write it down.`);
  }
  return value;
}

/**
 * An input that holds a JSON document, parsed; a secret one is what stands for it.
 *
 * @throws Error naming the resource when it isn't JSON.
 */
export function documentInput(resource: ShownResource, input: string): unknown {
  const text = textInput(resource, input);
  if (isSecretText(text)) {
    return text;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Error(
      `"${resource.name}" (${resource.type}) has a ${input} that is no JSON: ${(error as Error).message}.`,
    );
  }
}
