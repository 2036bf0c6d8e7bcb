import { placeOf } from "../data-flow/template";
import { alternatives, described, mayBe, type ObjectType, type ValueType } from "../data-flow/value-type";
import type { Finding } from "../finding";
import { suggestion } from "../nearest";
import { type Bounds, resolved, type Shape, type ShapeIn } from "./shape";
import { isSpelling } from "./arguments";

export type ArgumentProblem = Omit<Finding, "workflow" | "state">;

/** JSON that stands in the definition, where no list or object is wanted, or there is none. */
export function* checkLiteral(
  value: unknown,
  field: string,
  takes: ShapeIn,
  call: string,
): Generator<ArgumentProblem> {
  const shape = resolved(takes);
  const wanted = kindsOf(shape);
  const kind = kindOf(value);
  if (!wanted.includes(kind)) {
    yield wrongType(field, `${call} is given ${shown(value)}`, wanted, shape);
    return;
  }
  const fault = typeof value === "string" ? textFault(value, shape) : numberFault(value, shape);
  if (fault !== undefined) {
    yield { rule: "wrong-argument-value", field, ...fault };
  }
}

/** An expression: only what it can't be by any means is wrong. */
export function* checkType(
  type: ValueType,
  field: string,
  takes: ShapeIn,
  call: string,
): Generator<ArgumentProblem> {
  const shape = resolved(takes);
  if (shape === "any" || type.kind === "nothing") {
    return;
  }
  const wanted = kindsOf(shape);
  if (!mayBe(type, ...wanted)) {
    yield wrongType(field, `${call} is given ${described(type)}`, wanted, shape);
    return;
  }
  const [only] = alternatives(type);
  if (alternatives(type).length > 1) {
    return;
  }
  if (only.kind === "string" && only.values?.length === 1) {
    yield* checkLiteral(only.values[0], field, takes, call);
  } else if (only.kind === "object" && typeof shape === "object" && "object" in shape) {
    yield* checkMembers(only, field, shape.object, takes, call);
  }
}

/** An object that the expression makes itself has the names that it writes. */
function* checkMembers(
  type: ObjectType,
  field: string,
  members: Readonly<Record<string, Shape>>,
  takes: ShapeIn,
  call: string,
): Generator<ArgumentProblem> {
  if (type.source !== undefined) {
    return;
  }
  const names = Object.keys(members);
  for (const written of type.names) {
    const name = names.find((one) => isSpelling(written, one));
    if (name === undefined) {
      yield {
        rule: "unknown-argument",
        field,
        message: `${call} takes no ${written} there.`,
        fix: suggestion(written, names),
      };
    } else {
      yield* checkType(
        type.member(written)!,
        placeOf(field, written),
        { shape: members[name], shapes: takes.shapes },
        call,
      );
    }
  }
}

type Kind = ValueType["kind"];

function kindsOf(shape: ReturnType<typeof resolved>): readonly Kind[] {
  if (typeof shape === "string") {
    switch (shape) {
      case "string":
      case "blob":
        return ["string"];
      case "integer":
      case "number":
        return ["number"];
      case "boolean":
        return ["boolean"];
      case "timestamp":
        return ["string", "number"];
      case "any":
        return ["any", "null", "boolean", "number", "string", "list", "object"];
    }
  }
  if ("object" in shape || "map" in shape) {
    return ["object"];
  }
  if ("list" in shape) {
    return ["list"];
  }
  return "integer" in shape || "number" in shape ? ["number"] : ["string"];
}

function kindOf(value: unknown): Kind {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return "list";
  }
  const kind = typeof value;
  return kind === "string" || kind === "number" || kind === "boolean" ? kind : "object";
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function wrongType(
  field: string,
  given: string,
  wanted: readonly Kind[],
  shape: ReturnType<typeof resolved>,
): ArgumentProblem {
  const kinds = wanted.map((kind) => described({ kind } as ValueType)).join(" or ");
  const text = wanted.length === 1 && wanted[0] === "string" ? " Write it in quotes, or use $string." : "";
  const members =
    typeof shape === "object" && "object" in shape
      ? ` It has ${Object.keys(shape.object).slice(0, 8).join(", ")}.`
      : "";
  return {
    rule: "wrong-argument-type",
    field,
    message: `${given}, where it takes ${kinds}.`,
    fix: `Give ${kinds}.${text}${members}`,
  };
}

function textFault(
  value: string,
  shape: ReturnType<typeof resolved>,
): Pick<Finding, "message" | "fix"> | undefined {
  if (typeof shape !== "object") {
    return undefined;
  }
  if ("enum" in shape && !shape.enum.includes(value)) {
    return {
      message: `${JSON.stringify(value)} is none of the values it takes.`,
      fix: suggestion(value, shape.enum),
    };
  }
  return "string" in shape ? outside(value.length, shape.string, "characters long") : undefined;
}

function numberFault(
  value: unknown,
  shape: ReturnType<typeof resolved>,
): Pick<Finding, "message" | "fix"> | undefined {
  if (typeof value !== "number") {
    return undefined;
  }
  const whole = shape === "integer" || (typeof shape === "object" && "integer" in shape);
  if (whole && !Number.isInteger(value)) {
    return { message: `${value} is no whole number.`, fix: `Write ${Math.round(value)}.` };
  }
  if (typeof shape !== "object") {
    return undefined;
  }
  const bounds = "integer" in shape ? shape.integer : "number" in shape ? shape.number : undefined;
  return bounds && outside(value, bounds, "");
}

function outside(
  value: number,
  [least, most]: Bounds,
  unit: string,
): Pick<Finding, "message" | "fix"> | undefined {
  if ((least === null || value >= least) && (most === null || value <= most)) {
    return undefined;
  }
  const range = [
    ...(least === null ? [] : [`at least ${least}`]),
    ...(most === null ? [] : [`at most ${most}`]),
  ];
  return { message: `It is ${[value, unit].join(" ").trim()}.`, fix: `It may be ${range.join(" and ")}.` };
}
