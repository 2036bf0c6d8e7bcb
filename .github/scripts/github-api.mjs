/**
 * GitHub's REST API for the repository that a workflow runs in. Reads `GITHUB_TOKEN`, `GITHUB_REPOSITORY` and `GITHUB_API_URL`
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/variables).
 */
export class GitHubApi {
  #base;
  #token;

  constructor(env = process.env) {
    const { GITHUB_API_URL = "https://api.github.com", GITHUB_REPOSITORY, GITHUB_TOKEN } = env;
    if (!/^[\w.-]+\/[\w.-]+$/.test(GITHUB_REPOSITORY ?? "") || !GITHUB_TOKEN) {
      throw new Error(
        "GITHUB_REPOSITORY and GITHUB_TOKEN must be set: run this in a workflow, with the token in env.",
      );
    }
    this.#base = `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}`;
    this.#token = GITHUB_TOKEN;
  }

  /**
   * @param {string} method
   * @param {string} path below the repository, with its query
   * @param {unknown} [body] sent as JSON
   * @returns {Promise<any>} the answer's JSON
   * @throws Error with method, path, status and GitHub's message
   */
  async request(method, path, body) {
    return (await this.#send(method, `${this.#base}${path}`, body)).json;
  }

  /**
   * Every member of a list, page after page.
   *
   * @param {string} path below the repository, with its query
   */
  async *list(path) {
    let url = `${this.#base}${path}${path.includes("?") ? "&" : "?"}per_page=100`;
    while (url !== undefined) {
      const { json, next } = await this.#send("GET", url);
      yield* json;
      url = next;
    }
  }

  async #send(method, url, body) {
    const response = await fetch(url, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${this.#token}`,
        "x-github-api-version": "2022-11-28",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${url} was answered with ${response.status}: ${text.slice(0, 500)}`);
    }
    const next = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
    return { json: text === "" ? undefined : JSON.parse(text), next };
  }
}

/** Runs a script to its end; an error is one line of the workflow's log. */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stdout.write(
      `::error::${message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")}\n`,
    );
    process.exitCode = 1;
  }
}
