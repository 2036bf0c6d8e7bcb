import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { KeptPart } from "../data/kept-part";
import { Gateway, type GatewayOptions } from "./gateway";

export interface RunningGateway {
  readonly port: number;
  /** `http://127.0.0.1:4566`; `localhost` answers as well. */
  readonly url: string;
  readonly keptPart: KeptPart;
  /** To be called when the program's resources are made. */
  seal(): void;
  close(): Promise<void>;
}

/** Starts the sandbox's AWS endpoint on the loopback; on a free port unless one is given. */
export async function startGateway(
  options: GatewayOptions & { readonly port?: number },
): Promise<RunningGateway> {
  const gateway = new Gateway(options);
  const server = createServer((request, response) => void gateway.handle(request, response));
  // Clients keep connections longer than Node's 5 seconds and take a reset on reuse for a failure.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    keptPart: gateway.keptPart,
    seal: () => {
      gateway.seal();
    },
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
      server.closeAllConnections();
      await closed;
      gateway.close();
    },
  };
}
