import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./message.mjs";

/** Runs `work` while no other process does: two commands started at once must not install over each other. */
export async function withLock(file, work) {
  let told = false;
  while (!take(file)) {
    if (!told) {
      say("Another Stepline command is installing; waiting for it ...");
      told = true;
    }
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/** Whether the lock is now ours. A lock of a process that is gone is removed. */
function take(file) {
  // Linked into place whole: a lock without its owner's id would look abandoned.
  const own = `${file}.${process.pid}`;
  fs.writeFileSync(own, String(process.pid));
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") {
      throw error;
    }
  } finally {
    fs.rmSync(own, { force: true });
  }
  const owner = readOwner(file);
  if (!isAlive(Number(owner))) {
    putAside(file, owner);
  }
  return false;
}

/** Removes a dead owner's lock, unless another waiter did and the lock is somebody else's by now: then it is given back. */
function putAside(file, owner) {
  const aside = `${file}.dead.${process.pid}`;
  try {
    fs.renameSync(file, aside);
    if (readOwner(aside) !== owner) {
      fs.linkSync(aside, file);
    }
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "EEXIST") {
      throw error;
    }
  } finally {
    fs.rmSync(aside, { force: true });
  }
}

function readOwner(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) {
    return false;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
