// Measures the table of many conversations in Chromium: how long reading them takes, the frames while it is scrolled, and the time
// until a search, an order and a selection are drawn. Prints medians. Run it after `make page`:
//
//   CHROME=$(scripts/browser.sh chromium) node benches/table.mjs [--conversations 10000] [--rounds 5] [--page FOLDER]
import { parseArgs } from "node:util";
import example from "../pkg/examples/conversation.json" with { type: "json" };
import { dropFile, ms, pause, startBuiltPage } from "./built-page.mjs";
import { median } from "./median.mjs";

const { values: options } = parseArgs({
  options: {
    conversations: { type: "string", default: "10000" },
    rounds: { type: "string", default: "5" },
    /** Another built page, to compare with. */
    page: { type: "string" },
  },
});
const count = Number(options.conversations);

const lines = Array.from({ length: count }, (_, at) => {
  const contact = { name: `Contact ${(at * 7919) % count}` };
  return JSON.stringify({ ...example, id: at + 1, contact, topics: [`t${at % 7}`] });
}).join("\n");

/** Runs in the page: scrolls, searches, sorts and selects, and returns milliseconds. */
async function measure() {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const grid = document.querySelector("[role=grid]");
  const scroller = grid.querySelector("[role=presentation]");
  const gaps = [];
  let last = await frame();
  for (let step = 0; step < 90; step += 1) {
    scroller.scrollTop += 1500;
    const now = await frame();
    gaps.push(now - last);
    last = now;
  }
  gaps.sort((a, b) => a - b);
  const untilDrawn = async (act) => {
    const begun = performance.now();
    act();
    await frame();
    await frame();
    return performance.now() - begun;
  };
  const search = document.querySelector("[role=search] input");
  const type = (text) => () => {
    search.value = text;
    search.dispatchEvent(new Event("input"));
  };
  const headings = [...grid.querySelectorAll("[role=columnheader]")];
  const contact = headings
    .map((heading) => heading.querySelector("button"))
    .find((one) => one?.innerText === "Contact");
  return {
    "frame, median": gaps[45],
    "frame, 95 %": gaps[85],
    "frame, longest": gaps[89],
    search: await untilDrawn(type("contact 77")),
    "end of the search": await untilDrawn(type("")),
    order: await untilDrawn(() => contact.click()),
    "select all": await untilDrawn(() => grid.querySelector("input[type=checkbox]").click()),
  };
}

const { open, stop } = await startBuiltPage(options.page);
/** @type {Record<string, number>[]} */
const figures = [];
for (let round = 0; round < Number(options.rounds); round += 1) {
  const page = await open("#/conversations");
  const begun = performance.now();
  await dropFile(page, "many.ndjson", lines);
  const isRead = (count) => Number(document.querySelector("[role=grid]")?.ariaRowCount) > count;
  await page.waitForFunction(isRead, { timeout: 120_000 }, count);
  const read = performance.now() - begun;
  await pause(3000);
  figures.push({ read, ...(await page.evaluate(measure)) });
  await page.browserContext().close();
}
await stop();
for (const name of Object.keys(figures[0] ?? {}))
  console.log(`${name.padEnd(20)} ${ms(median(figures.map((round) => round[name])))}`);
