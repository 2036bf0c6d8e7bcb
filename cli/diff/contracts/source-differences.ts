import type { CompiledContract, Lookup } from "../../../contracts/compiled-contract";
import { quoted } from "../document/quoted-words";
import { deliveredDifferences } from "./column-differences";
import type { ContractDifference } from "./contract-change";

/** What is asked of the files that are delivered, and of the reference files they are joined to. */
export function sourceDifferences(
  before: CompiledContract,
  after: CompiledContract,
): readonly ContractDifference[] {
  const { source: old } = before;
  const { source: now } = after;
  return [
    ...deliveredDifferences("source", old, now),
    ...(old.object === now.object
      ? []
      : [
          {
            path: "source.object",
            breaking: false,
            words: `Expressions call the delivered rows ${quoted(now.object)}, no longer ${quoted(old.object)}: files don't see it.`,
          },
        ]),
    ...(old.emptyBatch === now.emptyBatch
      ? []
      : [
          {
            path: "source.emptyBatch",
            breaking: now.emptyBatch === "fail",
            words:
              now.emptyBatch === "fail"
                ? "A batch without rows fails its run; it succeeded before."
                : "A batch without rows succeeds; it failed its run before.",
          },
        ]),
    ...lookupDifferences(before.lookups, after.lookups),
  ];
}

function lookupDifferences(
  before: readonly Lookup[],
  after: readonly Lookup[],
): readonly ContractDifference[] {
  const added = after.filter(({ name }) => !before.some((lookup) => lookup.name === name));
  const gone = before.filter(({ name }) => !after.some((lookup) => lookup.name === name));
  return [
    ...added.map(({ name, file, onMissing }) => ({
      path: `lookups.${name}`,
      breaking: true,
      words:
        `Rows are joined to ${quoted(file)}, which must lie under the lookups prefix before the next run` +
        (onMissing === "quarantine"
          ? `; rows without a match are quarantined as ${quoted(`lookup.${name}`)}.`
          : ": without it the run fails."),
    })),
    ...gone.map(({ name, file }) => ({
      path: `lookups.${name}`,
      breaking: false,
      words: `Rows are no longer joined to ${quoted(file)}: the file is not read any more.`,
    })),
    ...after.flatMap((lookup) => {
      const earlier = before.find(({ name }) => name === lookup.name);
      return earlier === undefined ? [] : changedLookup(earlier, lookup);
    }),
  ];
}

function changedLookup(before: Lookup, after: Lookup): readonly ContractDifference[] {
  const path = `lookups.${after.name}`;
  const found: ContractDifference[] = [...deliveredDifferences(path, before, after)];
  if (before.file !== after.file) {
    const words = `The reference file is ${quoted(after.file)}, no longer ${quoted(before.file)}: it must be there before the next run.`;
    found.push({ path: `${path}.file`, breaking: true, words });
  }
  if (before.on.source !== after.on.source || before.on.lookup !== after.on.lookup) {
    const words =
      `Rows are joined where ${quoted(after.on.source)} is the lookup's ${quoted(after.on.lookup)}, no longer ` +
      `${quoted(before.on.source)} and ${quoted(before.on.lookup)}: rows get other values, or none.`;
    found.push({ path: `${path}.on`, breaking: true, words });
  }
  if (before.onMissing !== after.onMissing) {
    const stricter = after.onMissing === "quarantine";
    const words = stricter
      ? `Rows without a match are quarantined as ${quoted(`lookup.${after.name}`)}; before, they were loaded with NULL.`
      : "Rows without a match are loaded with NULL; before, they were quarantined.";
    found.push({ path: `${path}.onMissing`, breaking: stricter, words });
  }
  return found;
}
