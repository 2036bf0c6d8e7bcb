import { SourceRejected, SourceUnavailable } from "../errors";
import type { RunLog } from "../observed-handler";
import type { Pace } from "../pace";
import { TransportFailure, type HttpReply, type HttpTransport } from "./https-transport";

export interface RetryingRequestArgs {
  readonly transport: HttpTransport;
  readonly pace: Pace;
  readonly log: RunLog;
  /** Hosts, with a port when it is not 443, that may be called. */
  readonly allowedHosts: readonly string[];
  /** When all must be done, in the pace's time. */
  readonly deadline: number;
}

const MAX_ATTEMPTS = 5;
const MAX_REDIRECTS = 3;
const FIRST_BACKOFF_MILLISECONDS = 500;
const MAX_BACKOFF_MILLISECONDS = 20_000;
const REQUEST_MILLISECONDS = 30_000;
/** A page is parsed as a whole. */
const MAX_PAGE_BYTES = 16 * 1024 * 1024;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const TRANSIENT = new Set([408, 429, 500, 502, 503, 504]);

/**
 * GETs `url`, again after transient failures: five attempts, exponential backoff with full jitter on top of what `Retry-After`
 * asks for, never beyond the deadline.
 *
 * @throws SourceUnavailable when attempts or time run out; SourceRejected when trying again cannot help.
 */
export async function getWithRetries(url: URL, args: RetryingRequestArgs): Promise<Buffer> {
  const { pace, deadline, log } = args;
  for (let attempt = 1; ; attempt++) {
    const outcome = await getOnce(url, args);
    if (outcome.body !== undefined) return outcome.body;
    if (attempt === MAX_ATTEMPTS) {
      throw new SourceUnavailable(
        `${place(url)} failed ${MAX_ATTEMPTS} times, last: ${outcome.reason}. Run the date again when it works.`,
      );
    }
    const wait = outcome.notBefore + backoff(attempt, pace);
    if (pace.now() + wait >= deadline) {
      throw new SourceUnavailable(
        `${place(url)}: ${outcome.reason}; the next attempt is due in ${Math.round(wait)} ms, the function's time ends before that.`,
      );
    }
    log.warn("The source failed, trying again", { url: place(url), reason: outcome.reason, attempt, wait });
    await pace.sleep(wait);
  }
}

/** Full jitter: anywhere up to the bound, so that clients stopped together do not come back together. */
function backoff(attempt: number, pace: Pace): number {
  return pace.random() * Math.min(MAX_BACKOFF_MILLISECONDS, FIRST_BACKOFF_MILLISECONDS * 2 ** (attempt - 1));
}

type Outcome =
  | { readonly body: Buffer }
  | { readonly body?: undefined; readonly reason: string; /** Milliseconds. */ readonly notBefore: number };

async function getOnce(start: URL, args: RetryingRequestArgs): Promise<Outcome> {
  let url = start;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    checkUrl(url, args.allowedHosts);
    const remaining = args.deadline - args.pace.now();
    if (remaining <= 0) {
      throw new SourceUnavailable(`${place(start)}: no time is left for another request.`);
    }
    let reply: HttpReply;
    try {
      reply = await args.transport(url, {
        timeoutMilliseconds: Math.min(REQUEST_MILLISECONDS, remaining),
        maxBytes: MAX_PAGE_BYTES,
      });
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      if (!error.transient) throw new SourceRejected(`${place(url)}: ${error.message}.`, { cause: error });
      return { reason: error.message, notBefore: 0 };
    }
    if (!REDIRECTS.has(reply.status)) return judge(url, reply, args.pace);
    url = redirectTarget(url, reply);
  }
  throw new SourceRejected(
    `${place(start)} redirects more than ${MAX_REDIRECTS} times: give the URL it ends at.`,
  );
}

function judge(url: URL, reply: HttpReply, pace: Pace): Outcome {
  if (TRANSIENT.has(reply.status)) {
    return {
      reason: `HTTP ${reply.status}`,
      notBefore: retryAfter(reply.headers["retry-after"], pace.now()),
    };
  }
  if (reply.status !== 200) {
    throw new SourceRejected(
      `${place(url)} answered HTTP ${reply.status}: check the URL and what it asks of callers.`,
    );
  }
  const encoding = reply.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") {
    throw new SourceRejected(
      `${place(url)} answers with content encoding ${encoding}, which was not asked for.`,
    );
  }
  return { body: reply.body };
}

/** Milliseconds from `Retry-After`: seconds, or an HTTP date. */
export function retryAfter(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(milliseconds) ? 0 : Math.max(0, milliseconds);
}

function redirectTarget(from: URL, reply: HttpReply): URL {
  const location = reply.headers.location ?? "";
  if (location === "" || !URL.canParse(location, from.href)) {
    throw new SourceRejected(
      `${place(from)} redirects without a valid URL in its Location: give the URL it ends at.`,
    );
  }
  return new URL(location, from);
}

/** @throws SourceRejected unless the URL is HTTPS, of an allowed host, and without a password in it. */
function checkUrl(url: URL, allowedHosts: readonly string[]): void {
  if (url.protocol !== "https:") {
    throw new SourceRejected(`${place(url)} is not HTTPS: give an https URL.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new SourceRejected(`${place(url)} carries a user name or password: leave them out of the URL.`);
  }
  if (!allowedHosts.includes(url.host)) {
    throw new SourceRejected(
      `${place(url)} is on host ${url.host}, allowed are ${allowedHosts.join(", ")}: add it to allowedHosts if it is meant.`,
    );
  }
}

/** A URL without what may hold secrets: query, fragment, user and password. */
export function place(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}
