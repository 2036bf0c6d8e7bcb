import { invalid } from "./request";

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken?: string;
}

/**
 * A page of a list.
 *
 * @param scope what is listed: a token of another list is refused.
 */
export function page<Item>(items: readonly Item[], scope: string, size: number, token: unknown): Page<Item> {
  const offset = token === undefined || token === null ? 0 : readToken(token, scope);
  const end = offset + size;
  const taken = items.slice(offset, end);
  return end < items.length ? { items: taken, nextToken: writeToken(scope, end) } : { items: taken };
}

function writeToken(scope: string, offset: number): string {
  return Buffer.from(JSON.stringify([scope, offset])).toString("base64url");
}

function readToken(token: unknown, scope: string): number {
  try {
    const [tokenScope, offset] = JSON.parse(Buffer.from(String(token), "base64url").toString()) as [
      string,
      number,
    ];
    if (tokenScope === scope && Number.isInteger(offset)) return offset;
  } catch {
    // Not a token of ours: the same answer as a token of another list.
  }
  throw invalid("NextToken is invalid.");
}
