import { type Fields, isFields, listed, type StateView } from "../definition";
import type { LintedWorkflow } from "../rule";
import type { Node } from "./expression";
import { nodeOfTemplate, type Taken, takenUp } from "./growth";
import { bytesOfPaths, handsOnByPath, nodeOfPaths, placeOfPass } from "./growth-json-path";
import { placeOf } from "./template";
import { sizer } from "./value-size";

/** A place that a state writes, and how much of what was there before is in it. */
export interface Written {
  readonly field: string;
  /** `["items"]`, `["states", "input"]` */
  readonly path: readonly string[];
  readonly taken: Taken;
}

/** Everything that a state hands on. */
export function* writtenBy(state: StateView, workflow: LintedWorkflow): Generator<Written> {
  const isJsonata = state.queryLanguage === "JSONata";
  const written = (field: string, path: readonly string[], node: Node, root = 1): Written => {
    const taken = takenUp(node, { path, root, bytesOf: () => 0 });
    if (taken.selves === 0 || !taken.grows) {
      return { field, path, taken };
    }
    const bytesOf = isJsonata ? sizer(state, workflow) : bytesOfPaths;
    return { field, path, taken: takenUp(node, { path, root, bytesOf }) };
  };
  for (const { field, item } of partsOf(state)) {
    for (const [name, value] of Object.entries(isFields(item.Assign) ? item.Assign : {})) {
      const plain = isJsonata ? name : name.replace(/\.\$$/, "");
      yield written(placeOf(`${field}Assign`, plain), [plain], nodeOf({ [name]: value }, isJsonata));
    }
    if (isJsonata && item.Output !== undefined) {
      yield written(`${field}Output`, ["states", "input"], nodeOfTemplate(item.Output), 2);
    }
  }
  const place = isJsonata ? undefined : placeOfPass(state);
  if (place !== undefined) {
    yield written("Parameters", place, nodeOfPaths(state.fields.Parameters), 2);
  }
}

/** The one member's value. */
function nodeOf(member: Fields, isJsonata: boolean): Node {
  const node = isJsonata ? nodeOfTemplate(member) : nodeOfPaths(member);
  return (node.lhs as readonly (readonly Node[])[])[0][1];
}

function partsOf(state: StateView): readonly { readonly field: string; readonly item: Fields }[] {
  return [
    { field: "", item: state.fields },
    ...[...listed(state.fields, "Catch"), ...listed(state.fields, "Choices")].map(({ field, item }) => ({
      field: `${field}.`,
      item,
    })),
  ];
}

/** Whether nothing of what was at the place is left after the state. */
export function startsAnew(state: StateView, path: readonly string[]): boolean {
  const { fields, queryLanguage } = state;
  const isJsonata = queryLanguage === "JSONata";
  if (path[0] === "states") {
    return !(isJsonata ? handsOn(state) : handsOnByPath(state));
  }
  const [name] = path;
  const assign = isFields(fields.Assign) ? fields.Assign : {};
  const key = [name, `${name}.$`].find((each) => Object.hasOwn(assign, each));
  if (key === undefined) {
    return false;
  }
  const node = nodeOf({ [key]: assign[key] }, isJsonata);
  return (
    takenUp(node, { path, root: 1, bytesOf: () => 0 }).selves === 0 &&
    !JSON.stringify(assign[key]).includes(`$${name}`)
  );
}

function handsOn({ type, fields }: StateView): boolean {
  return fields.Output === undefined
    ? !["Task", "Map", "Parallel"].includes(type)
    : JSON.stringify(fields.Output).includes("$states.input");
}
