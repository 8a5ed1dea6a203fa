// Every view, as a whole: it is shown, it fits, everybody can use it.
import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";

const views = ["conversation", "conversations", "mapping", "settings"];

inBrowsers("views", ({ test }) => {
  for (const view of views) {
    for (const theme of ["light", "dark"]) {
      test(`${view}, ${theme}: axe finds nothing serious`, { path: `#/${view}`, theme }, async (page) => {
        assert.deepEqual(await page.accessibilityProblems(), []);
        await page.screenshot(`${view}-${theme}`);
      });
    }

    test(`${view} fits windows from 320 px on`, { path: `#/${view}`, width: 320, height: 640 }, async (page) => {
      for (const [width, height] of [
        [320, 640],
        [390, 844],
        [768, 1024],
        [1024, 768],
        [1920, 1080],
        [3840, 2160],
      ]) {
        await page.page.setViewport({ width, height });
        await page.settle();
        assert.equal(await page.overflows(), false, `${width} px`);
        if ([320, 768, 1920].includes(width)) await page.screenshot(`${view}-${width}`, { fullPage: width < 800 });
      }
    });
  }
});
