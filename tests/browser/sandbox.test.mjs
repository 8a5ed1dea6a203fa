// The pages of the sandbox Lime CRM, in small windows.

import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";

inBrowsers("the sandbox's pages", ({ test }) => {
  test("the number of objects is on one line", { path: null, worker: true, width: 1440, height: 900 }, async (page) => {
    page.allow(/img-src.*\/favicon\.ico/);
    await page.page.goto(new URL("sandbox/client/", page.url).href);
    const lines = await page.find("navigation", "Limetypes").evaluate((nav) =>
      [...nav.querySelectorAll("a > :last-child")].map((count) => {
        count.textContent = "1234";
        const range = document.createRange();
        range.selectNodeContents(count);
        return range.getClientRects().length;
      }),
    );
    assert.deepEqual(new Set(lines), new Set([1]));
  });

  for (const width of [320, 390, 768]) {
    const options = { path: null, worker: true, width, height: 844 };
    test(`every limetype is in reach, and the current one is in sight: ${width} px`, options, async (page) => {
      // Firefox asks for an icon that the pages do not name, and their policy forbids it.
      page.allow(/img-src.*\/favicon\.ico/);
      for (const path of ["", "object/helpdesk/", "object/todo/"]) {
        await page.page.goto(new URL(`sandbox/client/${path}`, page.url).href);
        const outside = await page.page.evaluate(() =>
          [...document.querySelectorAll("nav a")]
            .filter((link) => {
              const { left, right } = link.getBoundingClientRect();
              return left < 0 || right > innerWidth;
            })
            .map((link) => link.textContent),
        );
        assert.deepEqual(outside, [], path);
        assert.equal(await page.find("navigation", "Limetypes").find("link").count(), 10);
        assert.equal(await page.overflows(), false, path);
      }
    });
  }
});
