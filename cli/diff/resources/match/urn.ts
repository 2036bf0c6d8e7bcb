export interface Urn {
  readonly stack: string;
  readonly project: string;
  /** Types of all ancestors but the stack and its own, joined by `$`. */
  readonly qualifiedType: string;
  readonly type: string;
  readonly name: string;
}

const STACK_TYPE = "pulumi:pulumi:Stack";

/** @param urn `urn:pulumi:<stack>::<project>::<qualified type>::<name>` */
export function parseUrn(urn: string): Urn {
  const [prefix = "", project = "", qualifiedType = "", ...name] = urn.split("::");
  return {
    stack: prefix.slice(prefix.lastIndexOf(":") + 1),
    project,
    qualifiedType,
    type: qualifiedType.slice(qualifiedType.lastIndexOf("$") + 1),
    name: name.join("::"),
  };
}

/** Whether it is the stack's own: what stands right under it has no parent in its URN. */
export function isStackUrn(urn: string): boolean {
  return parseUrn(urn).qualifiedType === STACK_TYPE;
}

/** @param parentType qualified; empty: right under the stack */
export function makeUrn(
  { stack, project }: Pick<Urn, "stack" | "project">,
  parentType: string,
  type: string,
  name: string,
): string {
  const qualifiedType = parentType === "" ? type : `${parentType}$${type}`;
  return [`urn:pulumi:${stack}`, project, qualifiedType, name].join("::");
}
