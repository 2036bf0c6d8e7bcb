import fs from "node:fs";
import { setInterval } from "node:timers";

const SAMPLE_MILLISECONDS = 200;

/**
 * Watches the memory of a process and all it started. Pages that processes share are counted once a sharer's part
 * (`Pss`, which Linux alone tells). `stop` gives the peak, MiB.
 */
export function watchMemory(pid: number): { stop(): number } {
  let peak = 0;
  const timer = setInterval(() => {
    const total = tree(pid).reduce((sum, one) => sum + proportionalKiB(one), 0);
    peak = Math.max(peak, total / 1024);
  }, SAMPLE_MILLISECONDS);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

function tree(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const entry of fs.readdirSync("/proc")) {
    const pid = Number(entry);
    const parent = Number.isInteger(pid) ? parentOf(pid) : undefined;
    if (parent !== undefined) {
      children.set(parent, [...(children.get(parent) ?? []), pid]);
    }
  }
  const found = [root];
  for (const pid of found) {
    found.push(...(children.get(pid) ?? []));
  }
  return found;
}

/** The command's name, in brackets, may hold blanks: what counts comes behind it. */
function parentOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields === undefined ? undefined : Number(fields[1]);
}

function proportionalKiB(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? "")?.[1] ?? 0);
}

/** A process may end at any time. */
function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
