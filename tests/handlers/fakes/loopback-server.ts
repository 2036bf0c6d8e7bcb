import { createServer, request as httpRequest, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpsTransportOptions } from "../../../handlers/extract/https-transport";

export interface LoopbackServer {
  readonly port: number;
  close(): Promise<void>;
}

export async function listen(answer: RequestListener): Promise<LoopbackServer> {
  return started(createServer(answer));
}

export async function started(server: Server): Promise<LoopbackServer> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Lets the transport reach the loopback server under any name, in plain HTTP. */
export const toLoopback: HttpsTransportOptions = {
  request: httpRequest,
  resolve: async () => [{ address: "127.0.0.1", family: 4 }],
  isAllowedAddress: () => true,
};
