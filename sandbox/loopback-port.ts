import { createServer, type AddressInfo } from "node:net";

/** The port that was asked for can't be had. */
export class PortError extends Error {}

/**
 * A port of the loopback to listen on: the wanted one, else the preferred one if it is free, else any free one.
 *
 * @throws PortError when the wanted one is taken, or may not be used.
 */
export async function loopbackPort(
  wanted: number | undefined,
  preferred: number | undefined,
): Promise<number> {
  if (wanted !== undefined) {
    try {
      return await tryPort(wanted);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const why = code === "EADDRINUSE" ? "is taken by another process" : `can't be used (${code})`;
      throw new PortError(`Port ${wanted} ${why}: choose another one, or none to get one that is free.`);
    }
  }
  if (preferred !== undefined) {
    try {
      return await tryPort(preferred);
    } catch {
      // Only preferred: clients are told the new one.
    }
  }
  return tryPort(0);
}

async function tryPort(port: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  const { port: found } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return found;
}
