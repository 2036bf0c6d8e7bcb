import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { startMoto } from "../../../sandbox/moto/launcher";

describe("startMoto", () => {
  let directory: string;

  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "stepline-moto-"));
  });

  afterEach(() => {
    fs.rmSync(directory, { recursive: true });
  });

  const options = () => ({
    gatewayUrl: "http://127.0.0.1:1",
    adminToken: "token",
    logFile: path.join(directory, "logs", "moto.log"),
  });

  it("listens on the loopback until it is stopped", async () => {
    const moto = await startMoto(options());
    const answer = await fetch(`http://127.0.0.1:${moto.port}/moto-api/data.json`);
    assert.equal(answer.status, 200);
    await moto.stop();
    await moto.exited;
    assert.throws(() => process.kill(moto.pid, 0), { code: "ESRCH" });
    await moto.stop();
  }).timeout(30000);

  it("dies with the process that started it", () => {
    const program = `
      const { startMoto } = require(${JSON.stringify(require.resolve("../../../sandbox/moto/launcher"))});
      startMoto(${JSON.stringify(options())}).then(({ pid }) => {
        process.stdout.write(String(pid), () => process.kill(process.pid, "SIGKILL"));
      });`;
    const { stdout } = spawnSync(process.execPath, ["-r", "ts-node/register", "-e", program], {
      encoding: "utf8",
      cwd: path.resolve(__dirname, "../../.."),
    });
    const pid = Number(stdout);
    assert.ok(pid > 0, stdout);
    const deadline = Date.now() + 5000;
    for (;;) {
      try {
        process.kill(pid, 0);
      } catch {
        return;
      }
      assert.ok(Date.now() < deadline, `process ${pid} is still there`);
      spawnSync("true");
    }
  }).timeout(30000);

  it("says why it does not start", async () => {
    await assert.rejects(
      startMoto({ ...options(), adminToken: "" }),
      /moto did not start: .*STEPLINE_ADMIN_TOKEN is not set/s,
    );
  }).timeout(30000);
});
