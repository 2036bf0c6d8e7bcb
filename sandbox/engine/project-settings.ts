import * as fs from "node:fs";
import * as path from "node:path";
import { dump, load } from "js-yaml";

/** For values that a stack can't do without and whoever deploys has to fill in. */
const STAND_INS = { "stepline:notificationEmails": ["on-call@sandbox.internal"] };

/** `Pulumi.yaml` and `Pulumi.<stack>.yaml` as the project has them, with the values that are given. Gives the project's name. */
export function writeSettings(
  from: string,
  to: string,
  stack: string,
  given: Readonly<Record<string, unknown>>,
): string {
  const project = load(fs.readFileSync(path.join(from, "Pulumi.yaml"), "utf8")) as { readonly name: string };
  // The program is handed over as a function: a file beside the project is none of the engine's business.
  fs.writeFileSync(
    path.join(to, "Pulumi.yaml"),
    dump({ ...project, main: undefined }, { skipInvalid: true }),
  );
  const file = `Pulumi.${stack}.yaml`;
  const settings = (
    fs.existsSync(path.join(from, file)) ? load(fs.readFileSync(path.join(from, file), "utf8")) : {}
  ) as { readonly config?: Readonly<Record<string, unknown>> };
  const overrides = Object.entries(given).map(([key, value]) => [
    key.includes(":") ? key : `${project.name}:${key}`,
    value,
  ]);
  const config = {
    ...STAND_INS,
    ...settings.config,
    ...(Object.fromEntries(overrides) as Readonly<Record<string, unknown>>),
  };
  fs.writeFileSync(path.join(to, file), dump({ ...settings, config }, { skipInvalid: true }));
  return project.name;
}
