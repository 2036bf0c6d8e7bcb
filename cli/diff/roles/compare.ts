import { byText } from "../../synth/json";
import type { Snapshot } from "../snapshot";
import { statementAlarms, type AlarmPlace } from "./alarms";
import { policyOwners, type PolicyOwner } from "./policy-owners";
import type { PolicyStatement } from "./policy/statement";
import {
  type AttachmentChange,
  type Difference,
  type RoleChange,
  type StatementChange,
  together,
} from "./role-change";
import { judgeStatements, type JudgedPair } from "./statement-verdict";
import { actionFacts } from "./words/action-facts";
import { conditionWords } from "./words/condition-words";
import { sentenceOf } from "./words/sentence";
import { RightsOfBase } from "./usual-rights";

/**
 * Who may do what, before and after: roles, managed policies and the policies of resources, by kind and name. Asynchronous
 * because IAM's list of actions is read from files.
 */
export async function compareRoles(before: Snapshot, after: Snapshot): Promise<readonly RoleChange[]> {
  const [old, now] = [policyOwners(before), policyOwners(after)];
  const keys = [...new Set([...old.keys(), ...now.keys()])].sort(byText);
  const rights = new RightsOfBase(old.values());
  const changes: RoleChange[] = [];
  for (const key of keys) {
    const change = await compareOwner(old.get(key), now.get(key), rights, after.accountId);
    if (change !== undefined) {
      changes.push(change);
    }
  }
  return changes;
}

async function compareOwner(
  old: PolicyOwner | undefined,
  now: PolicyOwner | undefined,
  rights: RightsOfBase,
  accountId: string,
): Promise<RoleChange | undefined> {
  const { kind, name: role, part } = (now ?? old)!;
  const usual = old === undefined ? rights.of(now!) : undefined;
  const onResource = kind !== "role" && kind !== "managed policy";
  const trustPairs = judgeStatements(old?.trust ?? [], now?.trust ?? []);
  const pairs = judgeStatements(old?.statements ?? [], now?.statements ?? []);
  const facts = await actionFacts(
    [...trustPairs, ...pairs].flatMap(({ before, after }) => [
      ...(before?.actions.values ?? []),
      ...(after?.actions.values ?? []),
    ]),
  );
  const shown = (pair: JudgedPair, trust: boolean): StatementChange => {
    const place: AlarmPlace = { trust, fresh: old === undefined, onResource, accountId, facts };
    const words = sentenceOf(pair, { kind, trust, facts });
    // With its owner, a denial goes without letting anybody in.
    return now === undefined && old?.declared === true
      ? statementChange({ ...pair, access: "less" }, words, [])
      : {
          ...statementChange(pair, words, statementAlarms(pair, place)),
          ...(pair.after !== undefined && usual?.allows(pair.after) === true ? { usual: true } : {}),
        };
  };
  const trust = trustPairs.map((pair) => shown(pair, true));
  const statements = pairs.map((pair) => shown(pair, false));
  const attachments = attachmentChanges(old, now);
  const action = old === undefined ? "added" : now === undefined ? "removed" : "changed";
  if ((action === "changed" || onResource) && trust.length + statements.length + attachments.length === 0) {
    return undefined;
  }
  const access = together([
    ...[...trust, ...statements].map((statement) => statement.access),
    ...attachments.map(({ kind: of, action: how }) =>
      (how === "added") === (of === "boundary") ? "less" : "more",
    ),
  ] as const);
  return {
    ...{ role, kind, action, access, trust, attachments, statements },
    ...(part === undefined ? {} : { component: part.component }),
    ...(usual === undefined ? {} : { like: usual.like }),
  };
}

function attachmentChanges(
  old: PolicyOwner | undefined,
  now: PolicyOwner | undefined,
): readonly AttachmentChange[] {
  const boundaries = difference(texts(old?.boundary), texts(now?.boundary));
  const managed = difference(old?.managed ?? [], now?.managed ?? []);
  const of = (
    kind: AttachmentChange["kind"],
    { added, removed }: Difference,
  ): readonly AttachmentChange[] => [
    ...added.map((arn) => ({ arn, kind, action: "added" }) as const),
    ...removed.map((arn) => ({ arn, kind, action: "removed" }) as const),
  ];
  return [...of("boundary", boundaries), ...of("managed policy", managed)];
}

function statementChange(pair: JudgedPair, words: string, alarms: readonly string[]): StatementChange {
  const { before, after, effect, action, access } = pair;
  const { sid, policy } = (after ?? before)!;
  const of = (values: (statement: PolicyStatement) => readonly string[]): Difference =>
    difference(before === undefined ? [] : values(before), after === undefined ? [] : values(after));
  return {
    ...{ sid, policy, effect, action, access },
    actions: of(({ actions }) => written(actions)),
    resources: of(({ resources }) => written(resources)),
    principals: of(({ principals }) => (principals === undefined ? [] : written(principals))),
    conditions: of(({ conditions }) => conditions.map(conditionWords)),
    ...{ words, alarms },
  };
}

function written({ negated, values }: PolicyStatement["actions"]): readonly string[] {
  return negated ? values.map((value) => `not ${value}`) : values;
}

function difference(before: readonly string[], after: readonly string[]): Difference {
  return {
    added: after.filter((value) => !before.includes(value)),
    removed: before.filter((value) => !after.includes(value)),
    kept: after.filter((value) => before.includes(value)),
  };
}

function texts(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}
