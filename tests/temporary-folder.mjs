// Folders for the databases of workers and the profiles of browsers.
import { statfsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MEMORY = "/dev/shm";
const ROOM = 4e9;

/**
 * Makes a folder that whoever asked for it removes. It is in memory where there is room, because databases wait for the disk
 * at each transaction.
 *
 * @param {string} name
 */
export function temporaryFolder(name) {
  return mkdtemp(join(hasRoom() ? MEMORY : tmpdir(), `userlike-limeobject-${name}-`));
}

function hasRoom() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ROOM;
  } catch {
    return false;
  }
}
