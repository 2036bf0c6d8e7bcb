import { text, type Text } from "../../document/document";
import { callName } from "./call-name";
import type { FieldChange } from "../workflow-change";
import { catchWords, retryWords } from "./error-words";
import { routeWords } from "./route-words";
import { insteadOf, listedCodes, shown, shownSeconds, versionedName } from "./values";

/** What differs, as the rest of a sentence that begins with the state's name. */
export function fieldWords(change: FieldChange): Text {
  const words = versionWords(change) ?? topicWords(change);
  return change.danger === undefined ? words : text`${words}: ${change.danger}`;
}

/** A new version of something that is named by its content is told as that, not as two digests. */
function versionWords({ topic, path, before, after }: FieldChange): Text | undefined {
  const name = topic === "retry" || topic === "catch" ? undefined : versionedName(before, after);
  return name === undefined ? undefined : text`gets a new version of ${shown(name)} as ${shown(path)}`;
}

function topicWords(change: FieldChange): Text {
  const { topic, path, before, after } = change;
  switch (topic) {
    case "route":
      return routeWords(change);
    case "retry":
      return retryWords(change);
    case "catch":
      return catchWords(change);
    case "timeout":
      return timeoutWords(change);
    case "resource":
      return path === "Type"
        ? text`is a ${shown(after)} instead of a ${shown(before)}`
        : text`calls ${called(after)} instead of ${called(before)}`;
    case "arguments":
      return text`passes ${shown(path)} as ${insteadOf(before, after)}`;
    case "variables":
      return text`assigns ${shown(path.replace(/^Assign\./, ""))} as ${insteadOf(before, after)}`;
    case "output":
      return outputWords(change);
    case "other":
      return otherWords(change);
  }
}

function called(resource: unknown): Text {
  return resource === undefined ? text`nothing` : text`${shown(callName(resource))}`;
}

/** `times out after 15 minutes instead of 10 minutes` */
function timeoutWords({ path, before, after }: FieldChange): Text {
  const isHeartbeat = path.includes("Heartbeat");
  const verb = isHeartbeat ? "waits for a heartbeat at most" : "times out after";
  if (after === undefined) {
    const lost = isHeartbeat ? "no longer waits for a heartbeat" : "has no such time limit any more";
    return text`${lost} (${shownSeconds(before)} before)`;
  }
  return before === undefined
    ? text`${verb} ${shownSeconds(after)} (no such limit before)`
    : text`${verb} ${shownSeconds(after)} instead of ${shownSeconds(before)}`;
}

function outputWords({ path, before, after }: FieldChange): Text {
  if (path === "Branches order") {
    const starts = (value: unknown): Text => listedCodes((value as readonly unknown[]).map(String));
    return text`has its branches, and so its results, in another order: those that start at ${starts(after)} instead of ${starts(before)}`;
  }
  return text`gives ${shown(path)} as ${insteadOf(before, after)}`;
}

function otherWords({ path, before, after }: FieldChange): Text {
  if (path === "Comment") {
    return text`has the comment ${insteadOf(before, after)}`;
  }
  if (path === "Seconds") {
    return text`waits ${shownSeconds(after ?? "nothing")} instead of ${shownSeconds(before ?? "nothing")}`;
  }
  if (path === "loggingConfiguration.level") {
    return text`logs ${shown(after)} instead of ${shown(before)} events`;
  }
  if (/^Branches\[\d+\]$/.test(path)) {
    return before === undefined
      ? text`has a further branch, which starts at ${shown(after)}`
      : text`no longer has the branch that starts at ${shown(before)}`;
  }
  return text`has ${shown(path)} ${insteadOf(before, after)}`;
}
