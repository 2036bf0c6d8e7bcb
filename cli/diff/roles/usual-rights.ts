import { withoutName } from "../alike";
import { parseUrn } from "../resources/match/urn";
import type { PolicyStatement } from "./policy/statement";
import type { ComponentPart, PolicyOwner } from "./policy-owners";

/** What a role of the base allows, for one that is the same part of another component. */
export interface UsualRights {
  /** Name of the base's component. */
  readonly like: string;
  readonly allows: (statement: PolicyStatement) => boolean;
}

type Part = PolicyOwner & { readonly part: ComponentPart };

/**
 * Roles of the base by what they are: the same part of a component of the same type, with the same trust, boundary and managed
 * policies, each without its component's own name. A name that stands where the other has something else keeps them apart.
 */
export class RightsOfBase {
  private readonly roles = new Map<string, Part[]>();
  private readonly components: ReadonlySet<string>;

  constructor(owners: Iterable<PolicyOwner>) {
    const parts = [...owners].filter(isPart);
    for (const role of parts) {
      const key = kindOf(role);
      this.roles.set(key, [...(this.roles.get(key) ?? []), role]);
    }
    this.components = new Set(parts.map(({ part }) => keyOf(part)));
  }

  /** Nothing for a role of a component that the base has, and for one that no component of the base has. */
  public of(role: PolicyOwner): UsualRights | undefined {
    if (!isPart(role) || this.components.has(keyOf(role.part))) {
      return undefined;
    }
    const candidates = this.roles.get(kindOf(role)) ?? [];
    const own = new Set(role.statements.map((statement) => unnamed(role, statement)));
    const shared = (other: Part): number =>
      other.statements.filter((statement) => own.has(unnamed(other, statement))).length;
    const like = candidates.reduce<Part | undefined>(
      (best, other) => (best === undefined || shared(other) > shared(best) ? other : best),
      undefined,
    );
    if (like === undefined) {
      return undefined;
    }
    const usual = new Set([...like.trust, ...like.statements].map((statement) => unnamed(like, statement)));
    return {
      like: like.part.component.name,
      allows: (statement) => usual.has(unnamed(role, statement)),
    };
  }
}

function isPart(owner: PolicyOwner): owner is Part {
  return owner.part !== undefined;
}

function keyOf({ component: { name, type } }: ComponentPart): string {
  return `${type} ${name}`;
}

function kindOf(role: Part): string {
  const { qualifiedType, name } = parseUrn(role.part.urn);
  const { trust, boundary, managed } = role;
  return unnamed(role, [qualifiedType, name, trust, boundary, managed]);
}

function unnamed({ part }: Part, value: unknown): string {
  return withoutName(value, part.component.name);
}
