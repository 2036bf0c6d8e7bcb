import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { POLLED_CALLS } from "../../../../../components/workflow/lint/loops/polled-services";
import { pythonPath } from "../../../../../sandbox/paths";

/** Service as Step Functions names it -> as botocore does, where they differ. */
const BOTOCORE: Readonly<Record<string, string>> = {
  redshiftdata: "redshift-data",
  sfn: "stepfunctions",
  emrserverless: "emr-serverless",
  emrcontainers: "emr-containers",
};

/** Enumerations of every member named status or state in each operation's output. */
const ENUMERATIONS = `
import json, sys, botocore.session

def walk(shape, seen):
    if shape.name in seen:
        return
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            if member.type_name == "string" and name.lower().endswith(("status", "state")) and member.enum:
                yield sorted(member.enum)
            yield from walk(member, seen | {shape.name})
    elif shape.type_name == "list":
        yield from walk(shape.member, seen)

session = botocore.session.get_session()
found = []
for service, operation in json.load(sys.stdin):
    model = session.get_service_model(service)
    found.append(list(walk(model.operation_model(operation).output_shape, frozenset())))
print(json.dumps(found))
`;

describe("polled calls", function () {
  this.timeout(60_000);

  it("know exactly the statuses of botocore's models", () => {
    const operations = POLLED_CALLS.map(({ integrations }) => {
      const [, service, action] = /^(?:aws-sdk:)?([a-z]+):([A-Za-z]+)$/.exec(integrations[0]) ?? [];
      return [BOTOCORE[service] ?? service, action[0].toUpperCase() + action.slice(1)];
    });
    const { stdout, stderr } = spawnSync(pythonPath(), ["-c", ENUMERATIONS], {
      input: JSON.stringify(operations),
      encoding: "utf8",
    });
    assert.notEqual(stdout, "", stderr);
    const found = JSON.parse(stdout) as readonly (readonly (readonly string[])[])[];
    POLLED_CALLS.forEach(({ running, succeeded, failed, thing }, index) => {
      const ours = [...running, ...succeeded, ...failed].sort();
      // "ALL" asks for statements in any status: none is ever in it.
      const theirs = found[index].map((each) => each.filter((status) => status !== "ALL").join());
      assert.ok(theirs.includes(ours.join()), `${thing}: ${theirs.join(" | ")}`);
    });
  });

  it("put each status on one side only", () => {
    for (const { running, succeeded, failed, thing } of POLLED_CALLS) {
      const every = [...running, ...succeeded, ...failed];
      assert.equal(new Set(every).size, every.length, thing);
    }
  });
});
