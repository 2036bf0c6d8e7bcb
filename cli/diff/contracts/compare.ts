import { isDeepStrictEqual } from "node:util";
import type { CompiledContract } from "../../../contracts/compiled-contract";
import { migration } from "../../../contracts/redshift/migrate";
import { byText } from "../../synth/json";
import { quoted } from "../document/quoted-words";
import type { Snapshot } from "../snapshot";
import type { ContractChange, ContractDifference } from "./contract-change";
import { ruleDifferences } from "./rule-differences";
import { sourceDifferences } from "./source-differences";
import { storedContracts } from "./stored-contracts";
import { targetDifferences } from "./target-differences";

/** Contracts that differ, by id. A contract under another id is one that goes and one that comes. */
export function compareContracts(before: Snapshot, after: Snapshot): readonly ContractChange[] {
  const [old, now] = [storedContracts(before), storedContracts(after)];
  const ids = [...new Set([...old.keys(), ...now.keys()])].sort(byText);
  return ids.flatMap((id) => {
    const [one, other] = [old.get(id), now.get(id)];
    return isDeepStrictEqual(one, other) ? [] : [contractChange(id, one, other, [...old.values()])];
  });
}

type Stored = CompiledContract | string;

function contractChange(
  contract: string,
  before: Stored | undefined,
  after: Stored | undefined,
  ofBase: readonly Stored[],
): ContractChange {
  if (before === undefined || after === undefined) {
    const stored = (after ?? before)!;
    if (typeof stored === "string") {
      return unknown(contract, before === undefined ? "added" : "removed");
    }
    return before === undefined ? added(contract, stored, ofBase) : removed(contract, stored);
  }
  if (typeof before === "string" || typeof after === "string") {
    return unknown(contract, "changed");
  }
  const differences = [
    ...generalDifferences(before, after),
    ...sourceDifferences(before, after),
    ...ruleDifferences(before, after),
    ...targetDifferences(before.target, after.target),
  ];
  return changed(contract, differences, migration(before.target, after.target));
}

/** A contract under a new id may load a table that is there: another contract of the base had it. */
function added(contract: string, stored: CompiledContract, ofBase: readonly Stored[]): ContractChange {
  const other = ofBase.find((one) => typeof one !== "string" && tableName(one) === tableName(stored));
  const words =
    typeof other === "object"
      ? `It loads ${quoted(tableName(stored))}, the table of ${quoted(other.id)}: the table is there already.`
      : `The first load makes ${quoted(tableName(stored))}.`;
  return {
    ...{ contract, action: "added", verdict: "compatible" },
    differences: [{ path: "contract", breaking: false, words }],
    migration: typeof other === "object" ? migration(other.target, stored.target) : [],
  };
}

function removed(contract: string, stored: CompiledContract): ContractChange {
  const words = `It loads ${quoted(tableName(stored))} no more; the table stays with its rows.`;
  return {
    ...{ contract, action: "removed", verdict: "breaking", migration: [] },
    differences: [{ path: "contract", breaking: true, words }],
  };
}

function unknown(contract: string, action: ContractChange["action"]): ContractChange {
  return { contract, action, verdict: "unknown", differences: [], migration: [] };
}

function tableName({ target }: CompiledContract): string {
  return `${target.schema}.${target.table}`;
}

function changed(
  contract: string,
  differences: readonly ContractDifference[],
  statements: ContractChange["migration"],
): ContractChange {
  const verdict = differences.some(({ breaking }) => breaking) ? "breaking" : "compatible";
  return { contract, action: "changed", verdict, differences, migration: statements };
}

function generalDifferences(
  before: CompiledContract,
  after: CompiledContract,
): readonly ContractDifference[] {
  const found: ContractDifference[] = [];
  if ((before.formatVersion as number) !== after.formatVersion) {
    const words =
      `The compiled contract has format ${after.formatVersion}, before ${before.formatVersion as number}: a reader refuses a format it ` +
      "does not know, so runs that go on while the deploy lands fail.";
    found.push({ path: "formatVersion", breaking: true, words });
  }
  for (const part of ["name", "version"] as const) {
    if (before[part] !== after[part]) {
      const words = `Its ${part} is ${quoted(after[part])}, was ${quoted(before[part])}.`;
      found.push({ path: part, breaking: false, words });
    }
  }
  return found;
}
