import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** Cuts a process's output into lines; the last one counts even without its line break. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  stream.on("data", (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(onLine);
  });
  stream.on("end", () => {
    rest += decoder.end();
    if (rest !== "") {
      onLine(rest);
    }
  });
}
