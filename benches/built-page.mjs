// Opens the built page in Chromium.
import { join, resolve } from "node:path";
import puppeteer from "puppeteer-core";
import { preview } from "vite";
import { CHROMIUM } from "../tests/launch-options.mjs";

const root = join(import.meta.dirname, "..");

/**
 * Serves the built page and starts Chromium.
 *
 * @param {string} [folder] Of the built page.
 */
export async function startBuiltPage(folder = "build/www") {
  const server = await preview({
    root: join(root, "www"),
    build: { outDir: resolve(folder) },
    preview: { port: 0 },
    logLevel: "warn",
  });
  const [url] = server.resolvedUrls.local;
  const browser = await puppeteer.launch({ headless: true, ...CHROMIUM });
  return {
    /** Opens a view, with nothing in the storage. */
    async open(hash = "") {
      const page = await (await browser.createBrowserContext()).newPage();
      await page.setViewport({ width: 1440, height: 900 });
      await page.goto(`${url}${hash}`, { waitUntil: "load" });
      await page.waitForSelector("main > *");
      await pause(500);
      return page;
    },
    async stop() {
      await browser.close();
      await server.close();
    },
  };
}

/** Opens a file as if it were dropped onto the view. */
export async function dropFile(page, name, text) {
  await page.evaluate(
    (name, text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name, { type: "application/json" }));
      for (const type of ["dragenter", "dragover", "drop"])
        document
          .querySelector("main")
          .dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    },
    name,
    text,
  );
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
export const ms = (number) => `${number.toFixed(1)} ms`;
