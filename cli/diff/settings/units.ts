/** What the number at a path counts, one and many. */
const UNITS: readonly (readonly [path: RegExp, one: string, many: string])[] = [
  [/Days$/, "day", "days"],
  [/Seconds$/, "second", "seconds"],
  [/CapacityRpu$/, "RPU", "RPU"],
  [/\.rpuHours$/, "RPU hour", "RPU hours"],
  [/Workers$/, "worker", "workers"],
];

/** A setting in words: `30 days`, `32 RPU`, `on`, `a@b.org, c@d.org`, `none`. */
export function settingWords(path: string, value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) {
    return "none";
  }
  if (typeof value === "boolean") {
    return value ? "on" : "off";
  }
  if (Array.isArray(value)) {
    return value.join(", ");
  }
  if (typeof value !== "number") {
    return typeof value === "string" ? value : JSON.stringify(value);
  }
  const unit = UNITS.find(([pattern]) => pattern.test(path));
  const digits = value.toLocaleString("en-US");
  return unit === undefined ? digits : `${digits} ${value === 1 ? unit[1] : unit[2]}`;
}
