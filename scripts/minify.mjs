// minify.mjs FOLDER: makes the modules of a folder smaller: those of the command line, which nobody imports.
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { minifySync } from "@swc/core";

const [folder] = process.argv.slice(2);
for (const file of globSync(`${folder}/**/*.js`)) {
  const { code } = minifySync(readFileSync(file, "utf8"), { module: true, mangle: true, compress: false });
  writeFileSync(file, `${code}\n`);
}
