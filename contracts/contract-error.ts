/** A contract that cannot be used: names the file, the place, the value and the fix. */
export class ContractError extends Error {
  constructor(
    public readonly fileName: string,
    /** `schema.contacts.properties.age.logicalType` */
    public readonly place: string,
    problem: string,
  ) {
    super(`${fileName}: ${place === "" ? "the contract" : place}: ${problem}`);
    this.name = "ContractInvalid";
  }
}

/** The value as it stands in an error: JSON, cut to 80 characters. */
export function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
