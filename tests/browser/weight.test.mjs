// How much the first view transfers: every file that a browser asks for until the conversation is there and can be sent,
// compressed as a server would.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { inBrowsers } from "./harness/browsers.mjs";
import { ConversationView } from "./harness/conversation-view.mjs";

const root = join(import.meta.dirname, "../../build/www");
const most = 300_000;

inBrowsers("weight", ({ test }) => {
  test(`the first view transfers less than ${most / 1000} kB`, { fresh: true }, async (page) => {
    await new ConversationView(page).verdict.waitForText(/Ready to send/);
    // What is there only shortly after is asked for by then, too.
    await page.page.waitForNetworkIdle({ idleTime: 500 });
    const files = [...page.requested].filter((path) => path !== "/healthz" && !path.endsWith("favicon.ico"));
    const sizes = await Promise.all(files.map(async (path) => ({ path, size: await compressed(path) })));
    const total = sizes.reduce((sum, { size }) => sum + size, 0);
    sizes.sort((a, b) => b.size - a.size);
    for (const { path, size } of sizes.slice(0, 12)) console.log(`${String(size).padStart(8)}  ${path}`);
    console.log(`${String(total).padStart(8)}  ${sizes.length} files (${page.browser})`);
    assert.ok(total < most, `${total} bytes`);
  });
});

async function compressed(path) {
  const bytes = await readFile(join(root, path === "/" ? "index.html" : path));
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}
