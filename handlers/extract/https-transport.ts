import { lookup as dnsLookup } from "node:dns/promises";
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress } from "./public-address";

export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface HttpLimits {
  /** For the whole exchange: name, connection, headers and the last byte of the body. A trickling server gains nothing. */
  readonly timeoutMilliseconds: number;
  readonly maxBytes: number;
}

/** One GET; redirects are answers like others. Throws TransportFailure. */
export type HttpTransport = (url: URL, limits: HttpLimits) => Promise<HttpReply>;

/** No usable answer. `transient`: the same request may do better later. */
export class TransportFailure extends Error {
  override readonly name = "TransportFailure";

  constructor(
    message: string,
    public readonly transient: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface Address {
  readonly address: string;
  readonly family: number;
}

export interface HttpsTransportOptions {
  readonly request?: typeof httpsRequest;
  /** Every address of a host. */
  readonly resolve?: (host: string) => Promise<readonly Address[]>;
  readonly isAllowedAddress?: (address: string) => boolean;
}

/** Certificates that do not prove the host: waiting does not mend them. */
const CERTIFICATE_ERROR = /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO_VERIFY/;

/**
 * GETs over HTTPS from public addresses only. The addresses are checked where the socket gets them, so a name cannot resolve
 * to one address for the check and to another for the connection. The function itself passes no options: they are for tests.
 */
export function httpsTransport(options: HttpsTransportOptions = {}): HttpTransport {
  const request = options.request ?? httpsRequest;
  const resolve = options.resolve ?? ((host) => dnsLookup(host, { all: true }));
  const isAllowed = options.isAllowedAddress ?? isPublicAddress;
  const lookup = checkedLookup(resolve, isAllowed);
  return async (url, limits) => {
    const host = url.hostname.replace(/^\[|\]$/g, "");
    // A literal address is never looked up.
    if (isIP(host) !== 0 && !isAllowed(host)) throw refused(host, host);
    const call = request({
      host,
      port: url.port || 443,
      path: `${url.pathname}${url.search}`,
      method: "GET",
      headers: { accept: "application/json", "accept-encoding": "identity" },
      lookup,
    });
    const clock = { isLate: false };
    const timer = setTimeout(() => {
      clock.isLate = true;
      call.destroy(new Error("late"));
    }, limits.timeoutMilliseconds);
    try {
      const response = await answer(call);
      return {
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: await readBody(response, limits),
      };
    } catch (error) {
      call.destroy();
      // Destroyed in mid-body, the call reports no more than "aborted".
      throw clock.isLate ? late(url, limits) : asFailure(error, url);
    } finally {
      clearTimeout(timer);
    }
  };
}

function checkedLookup(
  resolve: (host: string) => Promise<readonly Address[]>,
  isAllowed: (address: string) => boolean,
): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        const bad = addresses.find(({ address }) => !isAllowed(address));
        if (bad !== undefined || addresses.length === 0) {
          callback(refused(host, bad?.address ?? "no address"), "", 0);
        } else if (options.all === true) {
          callback(null, [...addresses]);
        } else {
          callback(null, addresses[0].address, addresses[0].family);
        }
      },
      (error: unknown) => {
        callback(error as NodeJS.ErrnoException, "", 0);
      },
    );
  };
}

function refused(host: string, address: string): TransportFailure {
  return new TransportFailure(
    `${host} leads to ${address}, which is not a public address: name a host of the public internet`,
    false,
  );
}

function answer(call: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    call.once("response", resolve);
    // Stays for errors after the response: the body's reader reports those.
    call.on("error", reject);
    call.end();
  });
}

async function readBody(response: IncomingMessage, { maxBytes }: HttpLimits): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new TransportFailure(`the answer has more than ${maxBytes} bytes: ask for smaller pages`, false);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function late(url: URL, { timeoutMilliseconds }: HttpLimits): TransportFailure {
  return new TransportFailure(`${url.host} did not answer in full within ${timeoutMilliseconds} ms`, true);
}

function asFailure(error: unknown, url: URL): TransportFailure {
  if (error instanceof TransportFailure) return error;
  const { code = "", message } = error as NodeJS.ErrnoException;
  return new TransportFailure(`${url.host}: ${message}`, !CERTIFICATE_ERROR.test(code), { cause: error });
}
