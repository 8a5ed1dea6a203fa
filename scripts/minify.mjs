// minify.mjs FOLDER...: makes the modules in folders, or below those that end with /**, smaller. Their variables get short names; names
// in stack traces stay, except in the command line, which nobody debugs.
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { minifySync } from "@swc/core";

/** Nothing that moves or removes functions. */
const compress = {
  defaults: false,
  booleans: true,
  conditionals: true,
  evaluate: true,
  if_return: true,
  sequences: true,
};

for (const folder of process.argv.slice(2)) {
  const mangle = folder.endsWith("/cli/**") || { keep_classnames: true, keep_fnames: true, toplevel: false };
  for (const file of globSync(`${folder}/*.js`)) {
    const { code } = minifySync(readFileSync(file, "utf8"), { module: true, mangle, compress });
    writeFileSync(file, `${code}\n`);
  }
}
