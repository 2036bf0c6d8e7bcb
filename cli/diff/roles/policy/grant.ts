import { impliesConditions } from "./condition-cover";
import { coversPattern, type PatternKind } from "./pattern-cover";
import type { ConditionLine, PolicyStatement, Values } from "./statement";

/** The smallest part of a statement: one action on one resource by one principal. What is negated stays whole. */
export interface Grant {
  readonly action: Values;
  readonly resource: Values;
  readonly principal?: Values;
  readonly conditions: readonly ConditionLine[];
  readonly variables: boolean;
  readonly unreadable?: string;
}

export function grantsOf(statement: PolicyStatement): readonly Grant[] {
  const { actions, resources, principals, conditions, variables, unreadable } = statement;
  return parts(actions).flatMap((action) =>
    parts(resources).flatMap((resource) =>
      (principals === undefined ? [undefined] : parts(principals)).map((principal) => ({
        ...{ action, resource, conditions, variables },
        ...(principal === undefined ? {} : { principal }),
        ...(unreadable === undefined ? {} : { unreadable }),
      })),
    ),
  );
}

/** Those of `grants` that no single one of `others` gives whole. An empty answer is certain: `others` give everything. */
export function uncovered(grants: readonly Grant[], others: readonly Grant[]): readonly Grant[] {
  return grants.filter((grant) => !others.some((other) => covers(other, grant)));
}

function covers(wide: Grant, narrow: Grant): boolean {
  if (wide.unreadable !== undefined || narrow.unreadable !== undefined) {
    return wide.unreadable === narrow.unreadable;
  }
  // A variable in one and a plain `${` in the other are two things.
  const foreign = wide.variables !== narrow.variables && [wide, narrow].some(mentionsVariable);
  const variables = wide.variables || narrow.variables;
  return (
    !foreign &&
    coversValues(wide.action, narrow.action, "action", false) &&
    coversValues(wide.resource, narrow.resource, "resource", variables) &&
    coversPrincipal(wide.principal, narrow.principal) &&
    impliesConditions(narrow.conditions, wide.conditions, variables)
  );
}

function mentionsVariable({ resource, conditions }: Grant): boolean {
  return [...resource.values, ...conditions.flatMap(({ values }) => values)].some((value) =>
    value.includes("${"),
  );
}

function coversValues(wide: Values, narrow: Values, kind: PatternKind, variables: boolean): boolean {
  if (!wide.negated && wide.values.includes("*")) {
    return true;
  }
  if (wide.negated || narrow.negated) {
    return wide.negated === narrow.negated && sameSet(wide, narrow, kind);
  }
  return narrow.values.every((value) =>
    wide.values.some((other) => coversPattern(other, value, kind, variables)),
  );
}

function coversPrincipal(wide: Values | undefined, narrow: Values | undefined): boolean {
  if (wide === undefined || narrow === undefined) {
    return wide === narrow;
  }
  if (wide.negated) {
    return narrow.negated && sameSet(wide, narrow, "text");
  }
  if (narrow.negated) {
    return false;
  }
  return narrow.values.every(
    (value) => wide.values.includes(value) || (value.startsWith("AWS ") && wide.values.includes("AWS *")),
  );
}

function sameSet(one: Values, other: Values, kind: PatternKind): boolean {
  const normal = ({ values }: Values): string[] =>
    values.map((value) => (kind === "action" ? value.toLowerCase() : value)).sort();
  return JSON.stringify(normal(one)) === JSON.stringify(normal(other));
}

function parts({ negated, values }: Values): readonly Values[] {
  return negated ? [{ negated, values }] : values.map((value) => ({ negated, values: [value] }));
}
