// A disk whose power can be cut: a file system (ext4) in a file. Cutting the power copies the file: what programs and the kernel
// have not written to the disk by then is in memory only, and is not in the copy. The copy is then the disk.
//
// This shows what ext4 loses. It does not show disks that acknowledge writes before they are durable, or that tear a sector.
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** In memory where there is such a folder: the kernel's own writing back would otherwise cost time, and change nothing. */
const BASE = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
/** So that only what is synced is written, metadata is not written by itself during a test. */
const OPTIONS = "loop,noatime,commit=600";

const run = (/** @type {string} */ program, /** @type {string[]} */ ...args) =>
  execFileSync(program, args, { stdio: ["ignore", "pipe", "pipe"] });

const PREFIX = "userlike-limeobject-disk.";

/** Removes a disk's folder, and the disk from it. */
function remove(/** @type {string} */ base) {
  try {
    // Also while a process that outlived its test has a file open there.
    run("umount", "--lazy", join(base, "disk"));
  } catch {
    // It was never mounted.
  }
  rmSync(base, { recursive: true, force: true });
}

export class Disk {
  #base = mkdtempSync(join(BASE, `${PREFIX}${process.pid}.`));
  #copies = 0;
  /** Where the disk is mounted. */
  folder = join(this.#base, "disk");

  /** Why disks cannot be mounted here; undefined where they can. */
  static get missing() {
    if (process.platform !== "linux" || process.getuid?.() !== 0) return "only root on Linux may mount disks";
    // What a run that was killed has left behind.
    for (const name of readdirSync(BASE)) {
      if (name.startsWith(PREFIX) && !existsSync(`/proc/${name.split(".")[1]}`)) remove(join(BASE, name));
    }
    let disk;
    try {
      disk = new Disk();
      return undefined;
    } catch (error) {
      return `disks cannot be mounted: ${error}`;
    } finally {
      disk?.remove();
    }
  }

  /** @param {number} megabytes */
  constructor(megabytes = 6) {
    mkdirSync(this.folder);
    writeFileSync(this.#image, "");
    truncateSync(this.#image, megabytes << 20);
    run("mkfs.ext4", "-q", "-F", "-m", "0", "-J", "size=1", "-b", "1024", this.#image);
    this.#mount();
  }

  /** No process may have a file open on the disk. */
  cutPower() {
    const before = this.#image;
    this.#copies++;
    copyFileSync(before, this.#image);
    run("umount", this.folder);
    rmSync(before);
    this.#mount();
  }

  remove() {
    remove(this.#base);
  }

  get #image() {
    return join(this.#base, `image-${this.#copies}`);
  }

  #mount() {
    run("mount", "-o", OPTIONS, this.#image, this.folder);
  }
}
