// Copies the licenses from the root of the repository, because npm packs files of this folder only.
import { copyFileSync } from "node:fs";

for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) {
  copyFileSync(new URL(`../${name}`, import.meta.url), new URL(name, import.meta.url));
}
