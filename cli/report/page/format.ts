/** `8 ms`, `1.2 s`, `2 min 05 s`, `1 h 12 min` */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) {
    return `${Math.max(0, Math.round(milliseconds))} ms`;
  }
  if (milliseconds < 59_950) {
    return `${(milliseconds / 1000).toFixed(1)} s`;
  }
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  }
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** `45,211`, the same on every machine, whatever its locale. */
export function count(value: number): string {
  const [whole, fraction = ""] = String(value).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (fraction === "" ? "" : `.${fraction}`);
}

/** `1 row`, `2 rows` */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `2026-11-22 20:15:48 UTC`; what is no time is shown as it is. */
export function dateAndTime(iso: string): string {
  return Number.isNaN(Date.parse(iso))
    ? iso
    : `${new Date(iso).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** `20:15:48.123` */
export function timeOfDay(iso: string): string {
  return Number.isNaN(Date.parse(iso)) ? iso : new Date(iso).toISOString().slice(11, 23);
}

/** Milliseconds between two ISO times, 0 at least. */
export function between(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}

/** `0.03 %`; what is not none is never shown as 0. */
export function share(part: number, whole: number): string {
  if (part === 0 || whole === 0) {
    return "0 %";
  }
  const percent = (100 * part) / whole;
  return percent < 0.01 ? "< 0.01 %" : `${Number(percent.toFixed(percent < 10 ? 2 : 1))} %`;
}

/** At most `length` characters, the last one a `…` where it was cut. */
export function shorten(text: string, length: number): string {
  const characters = Array.from(text.replace(/\s+/g, " "));
  return characters.length <= length
    ? characters.join("")
    : `${characters
        .slice(0, length - 1)
        .join("")
        .trimEnd()}…`;
}
