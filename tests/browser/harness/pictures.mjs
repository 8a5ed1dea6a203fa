// Pictures of the page, compared with stored ones. UPDATE=1 (make accept) stores new ones. Fonts come from packages, so that
// machines agree; the clock stands still.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";
import { settle } from "./settle.mjs";

const root = join(import.meta.dirname, "../../..");
const stored = join(root, "tests/browser/pictures");
const failed = join(root, "build/pictures");

/** Windows of the pictures. */
export const WINDOWS = {
  390: { width: 390, height: 844 },
  1440: { width: 1440, height: 900 },
};

export const THEMES = ["light", "dark"];

/** How much a pixel may differ (0 to 1), and how many may differ by more. */
const THRESHOLD = 0.1;
const MAX_DIFFERENT = 60;

/** The time in all pictures. */
const NOW = Date.UTC(2026, 10, 29, 12);

const { resolve } = createRequire(import.meta.url);
const font = async (family, file, weight) => ({
  family,
  weight,
  data: await readFile(resolve(file), "base64"),
});
const fonts = await Promise.all([
  font("Picture Sans", "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", "100 900"),
  font("Picture Sans", "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2", "100 900"),
  font("Picture Hebrew", "@fontsource/noto-sans-hebrew/files/noto-sans-hebrew-hebrew-400-normal.woff2", "400"),
  font("Picture Mono", "@fontsource/noto-sans-mono/files/noto-sans-mono-latin-400-normal.woff2", "400"),
]);

/** Makes the documents that are opened from now on look the same on every machine. Call it before the page is opened. */
export async function prepareForPictures({ page }) {
  await page.emulateTimezone("Europe/Stockholm");
  await page.evaluateOnNewDocument(
    (fonts, now) => {
      for (const { family, weight, data } of fonts) {
        const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
        document.fonts.add(new FontFace(family, bytes, { weight }));
      }
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`:root {
        --font: "Picture Sans", "Picture Hebrew" !important;
        --mono: "Picture Mono", "Picture Hebrew" !important;
      }
      ::-webkit-scrollbar { display: none; }
      * { caret-color: transparent !important; }
      [role="progressbar"], progress { visibility: hidden !important; }`);
      document.adoptedStyleSheets.push(sheet);
      Date.now = () => now;
    },
    fonts,
    NOW,
  );
}

/** Compares the page, or a frame in it, with the stored pictures of a state, in each window and theme. */
export async function comparePictures(page, name, { windows = WINDOWS, themes = THEMES, frame = undefined } = {}) {
  const differences = [];
  const shown = frame ?? page.page;
  // A view that was opened by a script has the focus, and a ring around it.
  await page.page.evaluate(() => document.activeElement?.blur());
  for (const [width, size] of Object.entries(windows)) {
    await page.resize(size);
    for (const theme of themes) {
      await shown.evaluate((theme) => {
        document.documentElement.dataset.theme = `force-${theme}`;
      }, theme);
      await shown.evaluate(() => document.fonts.ready.then(() => undefined));
      await settle(frame ?? page.page.mainFrame());
      const file = `${name}-${width}-${theme}.png`;
      const picture = await ((await frame?.frameElement()) ?? page.page).screenshot({ optimizeForSpeed: true });
      const difference = await comparePicture(picture, file);
      if (difference !== undefined) differences.push(difference);
    }
  }
  assert.deepEqual(differences, [], "the page looks as in the stored pictures (make accept stores new ones)");
}

/** Returns how a picture differs from the stored one; undefined when it does not. */
async function comparePicture(bytes, file) {
  const before = join(stored, file);
  const now = PNG.sync.read(Buffer.from(bytes));
  if (!existsSync(before)) {
    if (!process.env.UPDATE) return `${file}: there is no stored picture`;
    await store(before, now);
    return undefined;
  }
  const then = PNG.sync.read(await readFile(before));
  const { width, height } = now;
  const difference = new PNG({ width, height });
  const count =
    then.width === width && then.height === height
      ? pixelmatch(then.data, now.data, difference.data, width, height, { threshold: THRESHOLD })
      : width * height;
  if (count <= MAX_DIFFERENT) return undefined;
  if (process.env.UPDATE) {
    await store(before, now);
    return undefined;
  }
  const path = (kind) => join(failed, file.replace(".png", `.${kind}.png`));
  await store(path("before"), then);
  await store(path("after"), now);
  await store(path("difference"), difference);
  return `${file}: ${count} pixels differ; see ${relative(root, path("{before,after,difference}"))}`;
}

async function store(path, picture) {
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, PNG.sync.write(picture, { colorType: 2, deflateLevel: 9, filterType: -1 }));
}
