import { isDeepStrictEqual } from "node:util";
import * as grpc from "@grpc/grpc-js";
import { engineMonitor } from "./engine-monitor";
import {
  DIFF_CHANGES,
  DIFF_KINDS,
  message,
  MonitorClient,
  providerService,
  ReadMessage,
  type WireMessage,
} from "./messages";
import type { ComponentProvider, Difference, ResourceCall, ResourceProvider } from "./protocol";

type Handler = (request: ReadMessage, connection: string) => WireMessage | Promise<WireMessage>;
type Answer = (error: Partial<grpc.ServiceError> | null, response?: WireMessage) => void;

/** Serves a provider on a free port of the loopback interface, for engines to attach to. */
export async function serveProvider(
  provider: ResourceProvider | ComponentProvider,
): Promise<{ readonly port: number; close(): void }> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  const handlers = "construct" in provider ? componentHandlers(provider) : resourceHandlers(provider);
  const methods = Object.keys(providerService).map(
    (method) => [method, answering(handlers[method], method)] as const,
  );
  server.addService(providerService, Object.fromEntries(methods));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) {
        resolve(bound);
      } else {
        reject(error);
      }
    });
  });
  return {
    port,
    close: () => {
      server.forceShutdown();
    },
  };
}

/** A thrown error reaches the engine with its message; a method that isn't there, as the protocol has it. */
function answering(handler: Handler | undefined, method: string) {
  return (call: grpc.ServerUnaryCall<unknown, WireMessage>, answer: Answer): void => {
    if (handler === undefined) {
      answer({ code: grpc.status.UNIMPLEMENTED, details: `${method} is not implemented` });
      return;
    }
    Promise.resolve()
      .then(() => handler(new ReadMessage(call.request), call.getPeer()))
      .then(
        (response) => {
          answer(null, response);
        },
        (error: unknown) => {
          answer({ code: grpc.status.UNKNOWN, details: (error as Error).message });
        },
      );
  };
}

type Handlers = Readonly<Partial<Record<string, Handler>>>;

/** @param acceptSecrets The engine wraps them then, instead of keeping track of them itself. */
function commonHandlers(acceptSecrets: boolean): Handlers {
  return {
    handshake: () =>
      message("ProviderHandshakeResponse", { AcceptResources: true, AcceptSecrets: acceptSecrets }),
    attach: () => message("Empty"),
    cancel: () => message("Empty"),
    getPluginInfo: () => message("PluginInfo", { Version: VERSION }),
    checkConfig: (request) => message("CheckResponse", { Inputs: request.properties("News") }),
    diffConfig: (request) => {
      const isSame = isDeepStrictEqual(request.properties("OldInputs"), request.properties("News"));
      return message("DiffResponse", { Changes: isSame ? DIFF_CHANGES.DIFF_NONE : DIFF_CHANGES.DIFF_SOME });
    },
  };
}

/** Of the SDK that this provider answers for; the engine keeps it in the state. */
const VERSION = "7.48.0";

function configured(acceptSecrets: boolean): WireMessage {
  return message("ConfigureResponse", {
    Supportspreview: true,
    Acceptresources: true,
    Acceptsecrets: acceptSecrets,
  });
}

function componentHandlers(provider: ComponentProvider): Handlers {
  return {
    ...commonHandlers(true),
    configure: () => configured(true),
    construct: async (request) => {
      const client = new MonitorClient(request.text("Monitorendpoint"));
      try {
        const { urn, state, dependencies } = await provider.construct({
          type: request.text("Type"),
          name: request.text("Name"),
          parent: request.text("Parent"),
          inputs: request.properties("Inputs"),
          aliases: request.texts("Aliases"),
          providers: request.textMap("Providers"),
          monitor: engineMonitor(client, request.flag("Dryrun")),
        });
        const sources = Object.entries(dependencies).map(
          ([output, urns]) => [output, message("OutputDependencies", { UrnsList: urns })] as const,
        );
        return message("ConstructResponse", { Urn: urn, State: state, Statedependencies: new Map(sources) });
      } finally {
        client.close();
      }
    },
  };
}

function resourceHandlers(provider: ResourceProvider): Handlers {
  return {
    ...commonHandlers(false),
    configure: (request, connection) => {
      provider.configure(connection, request.properties("Args"));
      return configured(false);
    },
    check: (request, connection) => {
      const { inputs, failures } = provider.check({
        ...resourceCall(request, connection),
        old: request.properties("Olds"),
        inputs: request.properties("News"),
      });
      const problems = failures.map((reason) => message("CheckFailure", { Reason: reason }));
      return message("CheckResponse", { Inputs: inputs, FailuresList: problems });
    },
    diff: (request, connection) =>
      diffResponse(
        provider.diff({
          ...resourceCall(request, connection),
          state: request.properties("Olds"),
          oldInputs: request.properties("OldInputs"),
          inputs: request.properties("News"),
        }),
      ),
    create: (request, connection) => {
      const { id, state } = provider.create({
        ...resourceCall(request, connection),
        inputs: request.properties("Properties"),
        preview: request.flag("Preview"),
      });
      return message("CreateResponse", { Id: id, Properties: state });
    },
    update: (request, connection) => {
      const state = provider.update({
        ...resourceCall(request, connection),
        id: request.text("Id"),
        state: request.properties("Olds"),
        oldInputs: request.properties("OldInputs"),
        inputs: request.properties("News"),
        preview: request.flag("Preview"),
      });
      return message("UpdateResponse", { Properties: state });
    },
    read: (request, connection) => {
      const id = request.text("Id");
      const found = provider.read({
        ...resourceCall(request, connection),
        id,
        state: request.properties("Properties"),
        inputs: request.properties("Inputs"),
      });
      // Without an id: it is gone.
      const fields = found === undefined ? {} : { Id: id, Properties: found.state, Inputs: found.inputs };
      return message("ReadResponse", fields);
    },
    delete: (request, connection) => {
      provider.delete({
        ...resourceCall(request, connection),
        id: request.text("Id"),
        state: request.properties("Properties"),
      });
      return message("Empty");
    },
    invoke: (request, connection) =>
      message("InvokeResponse", { Return: provider.invoke(request.text("Tok"), connection) }),
  };
}

function resourceCall(request: ReadMessage, connection: string): ResourceCall {
  const urn = request.text("Urn");
  const [, , types, ...name] = urn.split("::");
  return { urn, type: types.split("$").at(-1)!, name: name.join("::"), connection };
}

function diffResponse({ detailed, replaces, deleteBeforeReplace }: Difference): WireMessage {
  const kinds = [...detailed].map(
    ([path, kind]) => [path, message("PropertyDiff", { Kind: DIFF_KINDS[kind] })] as const,
  );
  return message("DiffResponse", {
    Changes: detailed.size === 0 ? DIFF_CHANGES.DIFF_NONE : DIFF_CHANGES.DIFF_SOME,
    ReplacesList: replaces,
    DiffsList: [...new Set([...detailed.keys()].map((path) => path.split(/[.[]/)[0]))],
    Deletebeforereplace: deleteBeforeReplace,
    Hasdetaileddiff: true,
    Detaileddiff: new Map(kinds),
  });
}
