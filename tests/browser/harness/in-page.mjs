// Bundles of the scripts that run in the tested pages.
import { join } from "node:path";
import { build } from "vite";

/** roles.js as the global `accessible`. */
export const roles = await bundle("roles.js", "accessible");

/** Turns animations and transitions off. */
export const still = await bundle("still.js", "still");

/** layout.js as the global `layout`. */
export const layout = await bundle("layout.js", "layout");

async function bundle(file, name) {
  const [{ output }] = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, file), formats: ["iife"], name, fileName: name },
    },
  });
  return output[0].code;
}
