// The licences stand once, at the root of the repository; npm packs only what lies in this folder.
import { copyFileSync } from "node:fs";

for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) {
  copyFileSync(new URL(`../${name}`, import.meta.url), new URL(name, import.meta.url));
}
