import { type Fields, isFields, texts } from "../../../../components/workflow/lint/definition";
import { text, type Text } from "../../document/document";
import type { FieldChange } from "../workflow-change";
import { durationWords, timesWords } from "./quantities";
import { insteadOf, listedCodes, shown, shownSeconds } from "./values";

/** Of `Retry`. */
export function retryWords(change: FieldChange): Text {
  const { path, item = "", before, after } = change;
  const errors = errorsText(item.split(", "));
  if (path === "Retry order") {
    return orderWords("retriers", before, after);
  }
  switch (path.slice(`Retry[${item}]`.length)) {
    case "":
      return after === undefined
        ? text`no longer retries ${errors} (${retrierWords(before)} before)`
        : text`retries ${errors} ${retrierWords(after)}`;
    case ".ErrorEquals":
      return namesWords("retries", before, after);
    case ".MaxAttempts":
      return text`retries ${errors} ${attempts(after)} instead of ${attempts(before)}`;
    case ".IntervalSeconds":
      return text`waits ${shownSeconds(after)} instead of ${shownSeconds(before)} before it first retries ${errors}`;
    case ".BackoffRate":
      return text`waits ${shown(after)} times as long before each further retry of ${errors}, instead of ${shown(before)} times`;
    case ".MaxDelaySeconds":
      return text`waits ${longest(after)} instead of ${longest(before)} between retries of ${errors}`;
    case ".JitterStrategy":
      return after === "FULL"
        ? text`spreads its retries of ${errors} at random, so that they don't come all at once`
        : text`no longer spreads its retries of ${errors} at random: what failed at once comes back at once`;
    default:
      return text`has in its retrier of ${errors} ${shown(path.slice(`Retry[${item}].`.length))} ${insteadOf(before, after)}`;
  }
}

/** Of `Catch`. */
export function catchWords(change: FieldChange): Text {
  const { path, item = "", before, after } = change;
  const errors = errorsText(item.split(", "));
  if (path === "Catch order") {
    return orderWords("catchers", before, after);
  }
  const field = path.slice(`Catch[${item}]`.length);
  if (field === "") {
    const catcher = (after ?? before) as Fields;
    return after === undefined
      ? text`no longer leads to ${shown(catcher.Next)} after ${errors}`
      : text`leads to ${shown(catcher.Next)} after ${errors}`;
  }
  if (field === ".ErrorEquals") {
    return namesWords("catches", before, after);
  }
  if (field === ".Next") {
    return text`leads to ${shown(after)} instead of ${shown(before)} after ${errors}`;
  }
  const member = field.slice(1);
  return member.startsWith("Assign")
    ? text`assigns after ${errors} ${shown(member.replace(/^Assign\.?/, "") || "all variables")} as ${insteadOf(before, after)}`
    : text`has after ${errors} ${shown(member)} ${insteadOf(before, after)}`;
}

function errorsText(names: readonly string[]): Text {
  return names.length === 1 && names[0] === "States.ALL" ? text`any error` : listedCodes(names);
}

/** `up to 6 times, first after 2 seconds` */
function retrierWords(retrier: unknown): Text {
  const { MaxAttempts, IntervalSeconds } = isFields(retrier) ? retrier : ({} as Fields);
  if (MaxAttempts === 0) {
    return text`never`;
  }
  return typeof MaxAttempts === "number" && typeof IntervalSeconds === "number"
    ? text`${timesWords(MaxAttempts)}, first after ${durationWords(IntervalSeconds)}`
    : text`${shown(retrier)}`;
}

function attempts(value: unknown): Text {
  return typeof value === "number" ? [timesWords(value)] : [shown(value), " times"];
}

function longest(value: unknown): Text {
  return value === undefined ? text`without limit` : text`at most ${shownSeconds(value)}`;
}

function namesWords(verb: "retries" | "catches", before: unknown, after: unknown): Text {
  const [was, is] = [texts(before), texts(after)];
  const gained = is.filter((name) => !was.includes(name));
  const lost = was.filter((name) => !is.includes(name));
  if (gained.length === 0) {
    return text`no longer ${verb} ${listedCodes(lost)}`;
  }
  const also = text`also ${verb} ${listedCodes(gained)}`;
  return lost.length === 0 ? also : text`${also}, but no longer ${listedCodes(lost)}`;
}

function orderWords(what: string, before: unknown, after: unknown): Text {
  return text`looks at its ${what} in another order, and takes the first that names the error: ${listedCodes(texts(after))} instead of ${listedCodes(texts(before))}`;
}
