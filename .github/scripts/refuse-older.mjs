import { pathToFileURL } from "node:url";
import { GitHubApi, runScript } from "./github-api.mjs";

/**
 * Ends well only when `sha` is what an environment runs, or comes after it: an approval given late, for a commit that has been
 * overtaken, must not bring the older one back.
 *
 * @throws Error that names both commits
 */
export async function refuseOlder({ api, environment, sha, say }) {
  const deployed = await lastDeployed(api, environment);
  if (deployed === undefined) {
    say(`Nothing has been deployed to ${environment} yet.`);
    return;
  }
  const { status } = await api.request("GET", `/compare/${deployed}...${sha}`);
  if (status !== "ahead" && status !== "identical") {
    throw new Error(
      `${environment} runs ${deployed}, and ${sha} does not come after it (${status}): approve the newer deployment, or revert on main.`,
    );
  }
  say(`${environment} runs ${deployed}; ${sha} is ${status}.`);
}

/** The newest deployment that succeeded; newest first is the order of the list. */
async function lastDeployed(api, environment) {
  for await (const deployment of api.list(`/deployments?environment=${encodeURIComponent(environment)}`)) {
    for await (const { state } of api.list(`/deployments/${deployment.id}/statuses`)) {
      if (state === "success" || state === "inactive") {
        return deployment.sha;
      }
    }
  }
  return undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runScript(async () => {
    const [environment, sha] = process.argv.slice(2);
    await refuseOlder({
      api: new GitHubApi(),
      environment,
      sha,
      say: (line) => process.stdout.write(`${line}\n`),
    });
  });
}
