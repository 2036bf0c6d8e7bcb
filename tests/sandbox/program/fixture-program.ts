import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

export interface Fixture {
  readonly directory: string;
  remove(): void;
}

/** A project of its own, outside this one, that uses this one's packages. */
export function fixtureProgram(body: string, files: Readonly<Record<string, string>> = {}): Fixture {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-program-"));
  const root = path.resolve(__dirname, "../../..");
  fs.symlinkSync(path.join(root, "node_modules"), path.join(directory, "node_modules"));
  const all = {
    "Pulumi.yaml": "name: fixture\nruntime: nodejs\nconfig:\n  size: { type: string, default: small }\n",
    "Pulumi.dev.yaml": "config:\n  aws:region: eu-west-1\n",
    "index.js":
      'const pulumi = require("@pulumi/pulumi");\nconst aws = require("@pulumi/aws");\nconst awsx = require("@pulumi/awsx");\n' +
      `module.exports = async () => {\n${body}\n};\n`,
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    fs.writeFileSync(path.join(directory, name), text);
  }
  return {
    directory,
    remove: () => {
      fs.rmSync(directory, { recursive: true });
    },
  };
}
