import * as fs from "node:fs";
import * as path from "node:path";
import { projectRoot } from "../paths";

/** One change to moto, as its module's docstring tells it. */
export interface MotoPatch {
  /** `sandbox/moto/patches/clock.py` */
  readonly file: string;
  readonly title: string;
  /** What moto does otherwise, or why it has to be changed all the same. */
  readonly upstream: string;
}

const FOLDER = "sandbox/moto/patches";

/** Every module there that says why it exists. */
export function motoPatches(): readonly MotoPatch[] {
  return fs
    .readdirSync(path.join(projectRoot, FOLDER))
    .filter((name) => name.endsWith(".py"))
    .sort()
    .flatMap((name) => {
      const source = fs.readFileSync(path.join(projectRoot, FOLDER, name), "utf8");
      const docstring = /^"""([\s\S]*?)"""/.exec(source)?.[1] ?? "";
      const [title, ...paragraphs] = docstring.trim().split(/\n\s*\n/);
      const upstream = paragraphs.find((text) => /^(Upstream|Not a fault of moto): /.test(text));
      return upstream === undefined
        ? []
        : [
            {
              file: `${FOLDER}/${name}`,
              title: plain(title),
              upstream: plain(upstream.replace(/^Upstream: /, "")),
            },
          ];
    });
}

function plain(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("``", "`").trim();
}
