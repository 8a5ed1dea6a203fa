// minify.mjs FOLDER...: makes the modules in folders smaller. Their variables get short names; names in stack traces stay, except in the
// command line, which nobody debugs.
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { minifySync } from "@swc/core";

/** Constants are inlined; functions and classes stay where they are. */
const compress = {
  defaults: false,
  booleans: true,
  comparisons: true,
  conditionals: true,
  dead_code: true,
  evaluate: true,
  if_return: true,
  join_vars: true,
  keep_classnames: true,
  keep_fnames: true,
  reduce_funcs: false,
  reduce_vars: true,
  sequences: true,
  unused: true,
};

for (const folder of process.argv.slice(2)) {
  const mangle = folder.endsWith("/cli") || { keep_classnames: true, keep_fnames: true, toplevel: false };
  for (const file of globSync(`${folder}/*.js`)) {
    const { code } = minifySync(readFileSync(file, "utf8"), { module: true, mangle, compress });
    writeFileSync(file, `${code}\n`);
  }
}
