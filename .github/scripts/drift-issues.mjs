import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { GitHubApi, runScript } from "./github-api.mjs";

const LABEL = "drift";

/** An issue's text may have 65,536 characters; the rest of them is for what stands around the differences. */
const LONGEST = 60_000;

/**
 * Keeps one open issue for each stack that has drifted: opened, brought up to date, closed when the drift is gone.
 *
 * @param {{ api: GitHubApi, found: ReadonlyMap<string, string>, run: string, say: (line: string) => void }} options
 *   `found`: stack -> what differs, empty for nothing; a stack that could not be looked at is not there, its issue stays.
 */
export async function keepIssues({ api, found, run, say }) {
  const open = new Map();
  for await (const issue of api.list(`/issues?state=open&labels=${LABEL}`)) {
    open.set(issue.title, issue.number);
  }
  for (const [stack, differences] of found) {
    const title = `Drift in ${stack}`;
    const number = open.get(title);
    if (differences.trim() === "") {
      if (number !== undefined) {
        await api.request("POST", `/issues/${number}/comments`, { body: `Gone: ${run}` });
        await api.request("PATCH", `/issues/${number}`, { state: "closed", state_reason: "completed" });
      }
      say(`${stack}: AWS is as the state says.`);
    } else {
      const body = issueBody(stack, differences, run);
      if (number === undefined) {
        await api.request("POST", "/issues", { title, body, labels: [LABEL] });
      } else {
        await api.request("PATCH", `/issues/${number}`, { body });
      }
      say(`${stack}: something was changed past Pulumi.`);
    }
  }
}

function issueBody(stack, differences, run) {
  const shown =
    differences.length <= LONGEST ? differences : `${differences.slice(0, LONGEST)}\n(cut: see the run)`;
  // Longer than any run of backticks inside.
  const fence = "`".repeat(Math.max(3, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return [
    `Something changed the resources of stack \`${stack}\` past Pulumi. Nothing was undone. Either take it into the program, or`,
    `run \`pulumi up --stack ${stack} --refresh\`, which brings AWS back to what the program says. Seen by ${run}.`,
    "",
    `${fence}text`,
    shown.trim(),
    fence,
    "",
  ].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runScript(async () => {
    const { FOUND, GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = process.env;
    const files = fs.existsSync(FOUND) ? fs.readdirSync(FOUND).sort() : [];
    await keepIssues({
      api: new GitHubApi(),
      found: new Map(
        files.map((file) => [path.basename(file, ".txt"), fs.readFileSync(path.join(FOUND, file), "utf8")]),
      ),
      run: `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`,
      say: (line) => process.stdout.write(`${line}\n`),
    });
  });
}
