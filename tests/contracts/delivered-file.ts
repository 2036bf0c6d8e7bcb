import { checkFile, type FileCheck } from "../../contracts/schema-check";
import { contract } from "./contract-fixture";

export const header =
  "contact_id,age,job,marital,education,default,balance,housing,loan,contact,day,month,duration,campaign,pdays,previous,poutcome,y";
export const first = "1,58,management,married,tertiary,no,2143,yes,no,unknown,5,may,261,1,-1,0,unknown,no";
export const second = "2,44,technician,single,secondary,no,29,yes,no,unknown,5,may,151,1,-1,0,unknown,no";
export const good = `${header}\n${first}\n${second}\n`;

/** The bytes in pieces of `size`: every break must be harmless. */
export async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function check(content: string | Uint8Array, size = 7, by = contract): Promise<FileCheck> {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  return checkFile(by, "contacts.csv", pieces(bytes, size));
}

/** `<kind>: <message>` of each problem. */
export async function problems(content: string | Uint8Array, by = contract): Promise<string[]> {
  const found = await check(content, 7, by);
  return found.problems.map(({ kind, message }) => `${kind}: ${message}`);
}

/** The good file with column `name` changed in every line, the header included. */
export function withColumn(name: string, change: (value: string, line: number) => string): string {
  const at = header.split(",").indexOf(name);
  const lines = good.trimEnd().split("\n");
  const changed = lines.map((line, number) => {
    const fields = line.split(",");
    fields[at] = change(fields[at], number);
    return fields.filter((field) => field !== "\0").join(",");
  });
  return `${changed.join("\n")}\n`;
}
