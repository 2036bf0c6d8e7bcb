import type { CompiledContract } from "../../contracts/compiled-contract";
import { SourceRejected } from "../errors";
import { withDate } from "../event-schema";
import type { ApiSource, ExtractEvent, PinnedFile } from "../events";
import { parseJson, uri } from "../s3-objects";
import { csvPieces, nameList } from "./csv-rows";
import type { ExtractTools } from "./extract";
import { checksum } from "./landing-copy";
import { uploadText } from "./landing-upload";
import { getWithRetries, place, type RetryingRequestArgs } from "./retrying-request";

/** Part of the function's time for requests; the rest is for the upload and the manifest. */
const REQUESTS_SHARE = 0.9;

/**
 * Lands the records of every page as one CSV file, `data/records.csv`, and reads it back for its checksum.
 *
 * @throws SourceRejected for an answer that is not a page of records, SourceUnavailable when attempts or time run out.
 */
export async function landFromApi(
  source: ApiSource,
  event: Pick<ExtractEvent, "logicalDate" | "landing">,
  contract: CompiledContract,
  tools: ExtractTools,
): Promise<PinnedFile> {
  const { s3, transport, pace, log } = tools;
  const url = new URL(withDate(source.url, event.logicalDate));
  const deadline = pace.now() + tools.remainingMilliseconds() * REQUESTS_SHARE;
  const pages = apiPages(url, source, {
    transport,
    pace,
    log,
    deadline,
    allowedHosts: source.allowedHosts,
  });
  const target = { bucket: event.landing.bucket, key: `${event.landing.key}data/records.csv` };
  const sent = await uploadText(s3, target, csvPieces(contract.source, pages));
  const kept = await checksum(s3, sent);
  if (kept.sha256 !== sent.sha256) {
    throw new Error(
      `${uri(target)} has SHA-256 ${kept.sha256}, what was sent has ${sent.sha256}: run the date again.`,
    );
  }
  log.info("Landed the records", { source: place(url), bytes: sent.bytes, sha256: sent.sha256 });
  return { ...sent, source: place(url) };
}

/** The records, page by page, as long as there is a next cursor. */
export async function* apiPages(
  url: URL,
  source: ApiSource,
  request: RetryingRequestArgs,
): AsyncGenerator<readonly unknown[]> {
  const seen = new Set<string>();
  let pageUrl = url;
  for (let page = 1; page <= source.maxPages; page++) {
    const answer = readPage(await getWithRetries(pageUrl, request), source, pageUrl);
    yield answer.records;
    if (answer.cursor === undefined) return;
    if (seen.has(answer.cursor)) {
      throw new SourceRejected(
        `${place(url)} gave the same cursor twice, on page ${page}: its paging does not end. Tell its owner.`,
      );
    }
    seen.add(answer.cursor);
    pageUrl = new URL(url);
    pageUrl.searchParams.set(source.cursorParameter, answer.cursor);
  }
  throw new SourceRejected(
    `${place(url)} has more than ${source.maxPages} pages: raise maxPages of the source if that is right.`,
  );
}

interface Page {
  readonly records: readonly unknown[];
  /** Absent on the last page. */
  readonly cursor: string | undefined;
}

/** The cursor's member must be there, null on the last page: an answer without it may as well be a truncated one. */
function readPage(body: Buffer, source: ApiSource, url: URL): Page {
  const answer = parseJson(utf8(body, url));
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) {
    throw new SourceRejected(`${place(url)} answered HTTP 200 with what is no JSON object.`);
  }
  const members = answer as Record<string, unknown>;
  const records = member(members, source.recordsField);
  if (!Array.isArray(records)) throw wrongPage(url, members, `a list "${source.recordsField}"`);
  const cursor = member(members, source.cursorField);
  if (cursor === null) return { records, cursor: undefined };
  const text = Number.isSafeInteger(cursor) ? (cursor as number).toString() : cursor;
  if (typeof text !== "string" || text === "" || text.length > 2048) {
    throw wrongPage(url, members, `a cursor "${source.cursorField}", null on the last page`);
  }
  return { records, cursor: text };
}

function member(members: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

function utf8(body: Buffer, url: URL): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new SourceRejected(`${place(url)} answered with bytes that are not UTF-8.`);
  }
}

/** Names the members only: an error body may quote a secret. */
function wrongPage(url: URL, members: Record<string, unknown>, expected: string): SourceRejected {
  const names = Object.keys(members);
  return new SourceRejected(
    `${place(url)} answered HTTP 200 without ${expected}; it has ${names.length === 0 ? "no members" : nameList(names)}.`,
  );
}
