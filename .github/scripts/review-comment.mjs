import fs from "node:fs";
import { pathToFileURL } from "node:url";
import { GitHubApi, runScript } from "./github-api.mjs";

/** What `stepline diff --format markdown` begins with. */
export const MARKER = "<!-- stepline diff -->";

/** GitHub takes no longer comment. */
const LONGEST = 65_536;
/** In bytes: a character has four at most. */
const LARGEST_REVIEW = 4 * LONGEST;
const CUT = "\n\n(cut: GitHub takes no longer comment)";

/**
 * Writes the review of a pull request's run into the pull request's one comment of this kind. `REVIEW` is the file; `HEAD_*` say
 * which branch and commit was reviewed. Review and branch come from whoever made the pull request, which may be anybody.
 */
export async function comment({ api, review, headRepository, headBranch, headSha, repository, say }) {
  const pull = await pullRequest(api, headRepository, headBranch, headSha);
  if (pull === undefined) {
    say(`No open pull request stands at ${headSha}: its branch has moved on, and has a review of its own.`);
    return;
  }
  const body = commentBody(review, headRepository !== repository);
  for await (const { id, body: text, user } of api.list(`/issues/${pull.number}/comments`)) {
    if (user?.type === "Bot" && text.startsWith(MARKER)) {
      await api.request("PATCH", `/issues/comments/${id}`, { body });
      say(`Updated the review of pull request ${pull.number}.`);
      return;
    }
  }
  await api.request("POST", `/issues/${pull.number}/comments`, { body });
  say(`Wrote the review of pull request ${pull.number}.`);
}

async function pullRequest(api, headRepository, headBranch, headSha) {
  const [owner] = headRepository.split("/");
  const head = encodeURIComponent(`${owner}:${headBranch}`);
  for await (const pull of api.list(`/pulls?state=open&head=${head}`)) {
    if (pull.head.sha === headSha && pull.head.repo?.full_name === headRepository) {
      return pull;
    }
  }
  return undefined;
}

/** The comment bears the repository's own bot as its author: what a fork made says so, and calls nobody. */
function commentBody(review, fromFork) {
  const text = review.replaceAll(MARKER, "").trim();
  const said = fromFork
    ? `> Made by the code of a fork: it may say anything.\n\n${text.replace(/@(?=[A-Za-z0-9])/g, "@\u2060")}`
    : text;
  const whole = `${MARKER}\n${said}\n`;
  return whole.length <= LONGEST ? whole : whole.slice(0, LONGEST - CUT.length) + CUT;
}

/**
 * The review as it came out of the run's artifact.
 *
 * @throws Error when it is no file of a size that a review may have: the artifact's maker could have put anything there
 */
function readReview(file) {
  // Of the entry itself: a link could lead to the token of this job.
  const status = fs.lstatSync(file, { throwIfNoEntry: false });
  if (status?.isFile() !== true || status.size > LARGEST_REVIEW) {
    throw new Error(
      `The artifact's review.md is no file of at most ${LARGEST_REVIEW} bytes: no comment is written.`,
    );
  }
  return fs.readFileSync(file, "utf8");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runScript(async () => {
    const { REVIEW, HEAD_REPOSITORY, HEAD_BRANCH, HEAD_SHA, GITHUB_REPOSITORY } = process.env;
    await comment({
      api: new GitHubApi(),
      review: readReview(REVIEW),
      headRepository: HEAD_REPOSITORY,
      headBranch: HEAD_BRANCH,
      headSha: HEAD_SHA,
      repository: GITHUB_REPOSITORY,
      say: (line) => process.stdout.write(`${line}\n`),
    });
  });
}
