// Requests to elsewhere and elements that are not loaded fail every test.
import assert from "node:assert/strict";
import { inBrowsers } from "./harness/browsers.mjs";

inBrowsers("requests and elements that fail", ({ test }) => {
  test("are noticed, also where the browser does not report requests", {}, async (page) => {
    page.allow(/Content.Security.Policy|Failed to load resource/);
    await page.page.evaluate(async () => {
      const image = new Image();
      const failed = new Promise((resolve) => image.addEventListener("error", resolve));
      image.src = "no-such-file.png";
      document.body.append(image);
      await failed;
      await fetch("http://elsewhere.invalid/").catch(() => {});
    });
    const found = await page.incidents();
    assert.match(found.join("\n"), /^not loaded: .*\/no-such-file\.png$/m);
    assert.match(found.join("\n"), /^policy: connect-src http:\/\/elsewhere\.invalid/m);
    page.allow(/no-such-file|elsewhere/);
  });
});
