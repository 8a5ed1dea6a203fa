// How much the first view transfers: every file that a browser asks for until the conversation is there and can be sent,
// compressed as a server would.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotli, FIRST_VIEW, MARGIN, store, stored } from "../../benches/sizes.mjs";
import { inBrowsers } from "./harness/browsers.mjs";
import { ConversationView } from "./harness/conversation-view.mjs";

const root = join(import.meta.dirname, "../../build/www");
const known = stored()[FIRST_VIEW]?.brotli ?? 0;
const most = 280_000;

inBrowsers("weight", ({ test }) => {
  test("the first view transfers as much as is stored", { fresh: true, network: true }, async (page) => {
    await new ConversationView(page).verdict.waitForText(/Ready to send/);
    // What is there only shortly after is asked for by then, too.
    await page.page.waitForNetworkIdle({ idleTime: 500 });
    const fetched = await page.page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    assert.equal(new Set(fetched).size, fetched.length, `a preload was fetched again: ${fetched.join(" ")}`);
    const files = [...page.requested].filter((path) => path !== "/healthz" && !path.endsWith("favicon.ico"));
    const sizes = await Promise.all(files.map(async (path) => ({ path, size: await compressed(path) })));
    const total = sizes.reduce((sum, { size }) => sum + size, 0);
    sizes.sort((a, b) => b.size - a.size);
    for (const { path, size } of sizes) console.log(`${String(size).padStart(8)}  ${path}`);
    console.log(`${String(total).padStart(8)}  ${sizes.length} files (${page.browser})`);
    assert.ok(total < most, `${total} bytes`);
    assert.ok(files.length <= 14, `${files.length} files: small ones take longer than what they save`);
    if (process.env.UPDATE) {
      store({ [FIRST_VIEW]: { brotli: total } });
      return;
    }
    assert.ok(
      Math.abs(total / known - 1) <= MARGIN,
      `${total} bytes; benches/sizes.json has ${known} under "${FIRST_VIEW}"`,
    );
  });
});

async function compressed(path) {
  const bytes = await readFile(join(root, path === "/" ? "index.html" : path));
  return brotli(bytes);
}
