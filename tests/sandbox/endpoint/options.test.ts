import assert from "node:assert/strict";
import * as fs from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { HELP, run } from "../../../cli/commands/sandbox";
import { parseEndpointOptions } from "../../../cli/sandbox/options";
import { recordedProgram } from "../recorded-program";
import { DataDirectory } from "../../../sandbox/data/directory";
import { loopbackPort } from "../../../sandbox/loopback-port";

describe("stepline sandbox: options", () => {
  it("takes dev, a free port, and a twentieth of the declared pauses when nothing is said", () => {
    assert.deepEqual(parseEndpointOptions([]), { stack: "dev", timeScale: 0.05, empty: false });
  });

  it("takes each as it is given", () => {
    const args = ["--env", "prod", "--data", "x", "--port", "4566", "--time-scale", "1", "--empty"];
    assert.deepEqual(parseEndpointOptions(args), {
      stack: "prod",
      dataDirectory: path.resolve("x"),
      port: 4566,
      timeScale: 1,
      empty: true,
    });
  });

  for (const [args, message] of [
    [["--env", "test"], /--env "test" is not a stack.*take dev or prod/],
    [["--port", "0"], /--port "0" is not a port: take a number from 1 to 65535/],
    [["--port", "4x"], /--port "4x" is not a port/],
    [["--time-scale", "2"], /--time-scale "2" is not a factor: take a number from 0 to 1/],
    [["--time-scale", ""], /--time-scale "" is not a factor/],
    [["--data", ""], /--data "" is no folder/],
  ] as const) {
    it(`refuses ${args.join(" ")}`, async () => {
      await assert.rejects(run(args), { name: "SetupError", message });
    });
  }

  it("explains itself on 80 columns", () => {
    assert.deepEqual(
      HELP.split("\n").filter((line) => line.length > 80),
      [],
    );
  });
});

describe("loopbackPort", () => {
  it("refuses a wanted port that is taken, and goes round a preferred one", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await assert.rejects(
        loopbackPort(port, undefined),
        new RegExp(`Port ${port} is taken by another process`),
      );
      assert.notEqual(await loopbackPort(undefined, port), port);
    } finally {
      server.close();
    }
    assert.equal(await loopbackPort(undefined, port), port);
    assert.equal(await loopbackPort(port, undefined), port);
  });
});

describe("DataDirectory", () => {
  const program = recordedProgram([]);
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-data-"));
  });

  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  it("makes a sandbox's folder of one that is not there", () => {
    const directory = path.join(folder, "new");
    assert.equal(DataDirectory.open(directory, program).port, undefined);
    assert.ok(fs.existsSync(path.join(directory, "sandbox.json")));
  });

  it("remembers how clients reached it, readable by its owner alone", () => {
    const operator = { accessKeyId: "AKIA", secretAccessKey: "secret" };
    DataDirectory.open(folder, program).remember(operator, 4566);
    const again = DataDirectory.open(folder, program);
    assert.deepEqual([again.operator, again.port], [operator, 4566]);
    assert.equal(fs.statSync(path.join(folder, "sandbox.json")).mode & 0o777, 0o600);
  });

  it("refuses another stack's folder", () => {
    DataDirectory.open(folder, program);
    assert.throws(
      () => DataDirectory.open(folder, { ...program, stack: "prod" }),
      /sandbox\.json says stack "test", this sandbox has "prod": take another folder/,
    );
  });

  it("refuses a folder of another format", () => {
    DataDirectory.open(folder, program);
    const file = path.join(folder, "sandbox.json");
    fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace('"format": 1', '"format": 2'));
    assert.throws(() => DataDirectory.open(folder, program), /says format 2, this sandbox has 1/);
  });

  it("refuses a folder that holds something else", () => {
    fs.writeFileSync(path.join(folder, "thesis.txt"), "dear");
    assert.throws(() => DataDirectory.open(folder, program), /not empty and not a sandbox's/);
    assert.deepEqual(fs.readdirSync(folder), ["thesis.txt"]);
  });

  it("refuses a damaged one", () => {
    fs.writeFileSync(path.join(folder, "sandbox.json"), '{"format": 1');
    assert.throws(() => DataDirectory.open(folder, program), /sandbox\.json is damaged/);
  });

  it("refuses a file in a folder's place", () => {
    const file = path.join(folder, "file");
    fs.writeFileSync(file, "");
    assert.throws(() => DataDirectory.open(file, program), /can't be used: .*Take another folder/);
  });
});
