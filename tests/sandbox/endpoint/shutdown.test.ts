import assert from "node:assert/strict";
import * as path from "node:path";
import { GlueClient, StartJobRunCommand } from "@aws-sdk/client-glue";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { eventually, isRunning } from "../orphans";
import { EndpointProcess, isFree } from "./endpoint-process";

const TIMEOUT_MS = 120_000;
/** Until everything is gone; a machine may be busy. */
const GONE_MS = 30_000;

const CRASH = ["--require", path.join(__dirname, "crash-on-request.cjs")];

interface End {
  readonly by: string;
  readonly nodeOptions?: readonly string[];
  readonly end: (endpoint: EndpointProcess) => void;
  /** Exit status, or the signal nobody can answer. */
  readonly status: number | NodeJS.Signals;
}

const ENDS: readonly End[] = [
  {
    by: "Ctrl-C",
    end: (endpoint) => {
      endpoint.interrupt();
    },
    status: 0,
  },
  {
    by: "SIGTERM",
    end: (endpoint) => {
      endpoint.signal("SIGTERM");
    },
    status: 0,
  },
  {
    by: "SIGHUP",
    end: (endpoint) => {
      endpoint.signal("SIGHUP");
    },
    status: 0,
  },
  {
    by: "a fault nobody caught",
    nodeOptions: CRASH,
    end: (endpoint) => {
      endpoint.signal("SIGUSR2");
    },
    status: 2,
  },
  {
    by: "SIGKILL",
    end: (endpoint) => {
      endpoint.signal("SIGKILL");
    },
    status: "SIGKILL",
  },
];

describe("npm run sandbox: its end", function () {
  this.timeout(TIMEOUT_MS);
  let endpoint: EndpointProcess;

  afterEach(async () => {
    await endpoint.stop();
  });

  for (const { by, nodeOptions, end, status } of ENDS) {
    it(`by ${by}: no process is left behind, and the ports are free`, async () => {
      endpoint = await EndpointProcess.start(["--empty"], nodeOptions);
      await startFunctionAndJob(endpoint);
      let started: number[] = [];
      await eventually(() => {
        started = endpoint.processes();
        // moto, the function, and Spark's Python.
        assert.ok(started.length >= 3, `only ${started.length} processes below the endpoint`);
      }, GONE_MS);
      const { port } = endpoint;
      end(endpoint);
      assert.equal(await endpoint.ended, status, endpoint.output.join("\n"));
      await eventually(() => {
        assert.deepEqual(started.filter(isRunning), []);
      }, GONE_MS);
      assert.ok(await isFree(port), `port ${port} is still taken`);
    });
  }

  it("while it is starting: no process is left behind either", async () => {
    endpoint = EndpointProcess.spawn(["--empty"]);
    await endpoint.line(/starting the sandbox/);
    let started: number[] = [];
    await eventually(() => {
      started = endpoint.processes();
      assert.ok(started.length > 0);
    }, GONE_MS);
    endpoint.signal("SIGTERM");
    assert.equal(await endpoint.ended, 0, endpoint.output.join("\n"));
    assert.deepEqual(started.filter(isRunning), []);
  });

  it("of moto alone: the rest ends with status 2, and says what failed", async () => {
    endpoint = await EndpointProcess.start(["--empty"]);
    const [moto] = endpoint.processes();
    process.kill(moto, "SIGKILL");
    assert.equal(await endpoint.ended, 2);
    assert.match(endpoint.output.join("\n"), /moto, a part of the sandbox, ended by itself/);
  });
});

async function startFunctionAndJob({ client }: EndpointProcess): Promise<void> {
  const lambda = new LambdaClient(client);
  const glue = new GlueClient(client);
  try {
    await lambda.send(
      new InvokeCommand({ FunctionName: "stepline-dev-marketing-extract", Qualifier: "live", Payload: "{}" }),
    );
    await glue.send(new StartJobRunCommand({ JobName: "stepline-dev-marketing-transform" }));
  } finally {
    lambda.destroy();
    glue.destroy();
  }
}
