import { IDENTIFYING, type Properties, type Resource, UNKNOWN } from "../resource";

/**
 * What the program declared of each resource. At the end of a preview the engine tells what resources will be: a property that the
 * program left out is then a value that only AWS knows, and no rule could say that it is missing.
 */
export class Declarations {
  private readonly inputs = new Map<string, Properties>();

  public note({ urn, properties }: Resource): void {
    this.inputs.set(urn, properties);
  }

  /** Resources with what was declared, and of the rest what is known; ids and ARNs stay, to find what belongs together. */
  public completed(resources: readonly Resource[]): readonly Resource[] {
    return resources.map((resource) => {
      const inputs = this.inputs.get(resource.urn);
      if (inputs === undefined) {
        return resource;
      }
      const told = Object.entries(resource.properties).filter(
        ([property, value]) => value !== UNKNOWN || IDENTIFYING.includes(property),
      );
      return { ...resource, properties: { ...Object.fromEntries(told), ...inputs } };
    });
  }
}
