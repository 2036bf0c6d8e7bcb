import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import { SERVICE_MODELS } from "../../../sandbox/gateway/requests/all-models";
import OPERATIONS from "../../../sandbox/gateway/requests/rest-routes.json";
import type { RequestHead } from "../../../sandbox/gateway/wire-request";
import { projectRoot } from "../../../sandbox/paths";

/** The part of botocore's API models that is read here. */
interface Model {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape | undefined>>;
}

interface Operation {
  readonly http: { readonly method: string; readonly requestUri: string };
  readonly input?: { readonly shape: string };
  readonly deprecated?: boolean;
}

interface Shape {
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, Member | undefined>>;
}

interface Member {
  readonly location?: string;
  readonly locationName?: string;
}

/** Same place as another operation, and never sent here: to S3 Express, and an older form. */
const TWINS = new Set(["ListDirectoryBuckets", "GetBucketLifecycle", "PutBucketLifecycle"]);

for (const service of Object.keys(OPERATIONS)) {
  describe(`requests of ${service}`, () => {
    const { operations, shapes } = readModel(service);
    const names = Object.keys(operations).filter(
      (name) => !TWINS.has(name) && !name.endsWith("Notification"),
    );

    it("are many", () => {
      assert.ok(names.length >= 12, names.join(", "));
    });

    for (const name of names) {
      it(`${name} is known by its name`, () => {
        const required = requiredOf(operations[name], shapes);
        const { method, requestUri } = operations[name].http;
        const [template, literal = ""] = requestUri.split("?");
        const inQuery = required.flatMap(([location, member]) =>
          location === "querystring" ? [`${member}=1`] : [],
        );
        const inHeader = required.flatMap(([location, member]) =>
          location === "header" ? [[member.toLowerCase(), "b/k"]] : [],
        );
        const rawQuery = [literal, ...inQuery].filter((part) => part !== "").join("&");
        const requestPath = template.replace(/\{\w+\+?\}/g, "x");
        const head: RequestHead = {
          ...{ method, path: requestPath, signedPath: requestPath, rawQuery },
          query: new URLSearchParams(rawQuery),
          headers: Object.fromEntries(inHeader) as Record<string, string>,
        };
        const body = name === "DeleteObjects" ? "<Delete><Object><Key>k</Key></Object></Delete>" : "";
        assert.equal(SERVICE_MODELS.get(service)!.identify(head, Buffer.from(body)).operation, name);
      });
    }
  });
}

/** Where members must be, and their names there. */
function requiredOf({ input }: Operation, shapes: Model["shapes"]): readonly (readonly [string, string])[] {
  const { required = [], members = {} } = (input === undefined ? undefined : shapes[input.shape]) ?? {};
  return required.map((name) => [members[name]?.location ?? "", members[name]?.locationName ?? name]);
}

/** Of the botocore that is installed for the sandbox. */
function readModel(service: string): Model {
  const library = path.join(projectRoot, ".stepline", "venv", "lib");
  const python = fs.readdirSync(library).find((name) => name.startsWith("python"));
  assert.ok(python, `${library} has no Python`);
  const data = path.join(library, python, "site-packages", "botocore", "data", service);
  const newest = fs.readdirSync(data).sort().at(-1)!;
  const file = path.join(data, newest, "service-2.json.gz");
  return JSON.parse(gunzipSync(fs.readFileSync(file)).toString("utf8")) as Model;
}
