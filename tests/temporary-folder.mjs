// Folders for the databases of workers and the profiles of browsers.
import { existsSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MEMORY = "/dev/shm";
/** Bytes that must be left in the folder, and in the memory of the machine or the container. */
const ROOM = 4e9;
const AVAILABLE = 12e9;
const PREFIX = "userlike-limeobject-";

/**
 * Makes a folder that whoever asked for it removes. It is in memory where there is room, because databases wait for the disk
 * at each transaction.
 *
 * @param {string} name
 */
export function temporaryFolder(name) {
  const inMemory = existsSync("/proc/self") && existsSync(MEMORY);
  if (inMemory) removeLeftovers();
  return mkdtemp(join(inMemory && hasRoom() ? MEMORY : tmpdir(), `${PREFIX}${name}-${process.pid}-`));
}

function hasRoom() {
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM && process.availableMemory() > AVAILABLE;
}

/** Removes the folders of processes that have been killed. Memory is scarcer than disk. */
function removeLeftovers() {
  for (const folder of readdirSync(MEMORY)) {
    const [, pid] = /-(\d+)-\w+$/.exec(folder) ?? [];
    if (!folder.startsWith(PREFIX) || pid === undefined || existsSync(`/proc/${pid}`)) continue;
    rmSync(join(MEMORY, folder), { recursive: true, force: true });
  }
}
