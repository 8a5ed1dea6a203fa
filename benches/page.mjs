// Measures the mapping view with a conversation of 2,000 messages in Chromium: the longest tasks while it is opened, and what a
// key costs in a field of the form. Prints medians. Run it after `make page`:
//
//   CHROME=$(scripts/browser.sh chromium) node benches/page.mjs [--messages 2000] [--rounds 5] [--page FOLDER] [--profile FILE]
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import example from "../pkg/examples/conversation.json" with { type: "json" };
import { dropFile, ms, pause, startBuiltPage } from "./built-page.mjs";
import { median } from "./median.mjs";

const { values: options } = parseArgs({
  options: {
    messages: { type: "string", default: "2000" },
    rounds: { type: "string", default: "5" },
    keys: { type: "string", default: "40" },
    /** Another built page, to compare with. */
    page: { type: "string", default: "build/www" },
    /** Writes a CPU profile of the keys. */
    profile: { type: "string" },
  },
});

const { body_plain: _, ...message } = example.transcript.find(({ type }) => type === "message");
const transcript = Array.from({ length: Number(options.messages) }, (_, n) => ({
  ...message,
  id: `${n}`,
  body: `Message ${n}: where is my order, and when will it arrive?`,
}));
const text = JSON.stringify({ ...example, transcript });

const frames = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
const { open, stop } = await startBuiltPage(options.page);

/** Opens the conversation as a file that is dropped. */
async function drop(page) {
  await dropFile(page, "payload.json", text);
  await page.waitForFunction(() => document.querySelectorAll("main ol > li").length >= 500);
  await pause(1500);
}

async function show(page, view) {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/${view}`);
  await page.waitForSelector(`main[data-view="${view}"]`);
  await frames(page);
  await pause(1000);
}

/** Milliseconds of the longest task of the page's main thread while something happens: processor time, and duration. */
async function longest(page, act) {
  await page.tracing.start({ categories: ["toplevel"] });
  await act();
  const { traceEvents: events } = JSON.parse(new TextDecoder().decode(await page.tracing.stop()));
  const threads = new Set(
    events.filter(({ args }) => args?.name === "CrRendererMain").map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(({ ph, pid, tid }) => ph === "X" && threads.has(`${pid} ${tid}`));
  return {
    cpu: Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000,
    wall: Math.max(...tasks.map(({ dur }) => dur)) / 1000,
  };
}

const steps = {
  "reading the conversation": drop,
  "opening the mapping": (page) => show(page, "mapping"),
  "going back": (page) => show(page, "conversation"),
  "opening the mapping again": (page) => show(page, "mapping"),
};
const measured = Object.fromEntries(Object.keys(steps).map((step) => [step, []]));
for (let round = 0; round < Number(options.rounds); round += 1) {
  const page = await open();
  for (const [step, act] of Object.entries(steps)) measured[step].push(await longest(page, () => act(page)));
  await page.close();
}
for (const [step, tasks] of Object.entries(measured))
  console.log(
    `${step.padEnd(26)} longest task: median ${ms(median(tasks.map(({ cpu }) => cpu)))} of processor time, ${ms(median(tasks.map(({ wall }) => wall)))} long`,
  );

// A key: main thread's processor time of everything that it causes, and the time until the frame after it is drawn.
const page = await open();
await drop(page);
await show(page, "mapping");
const session = await page.createCDPSession();
await session.send("Performance.enable", { timeDomain: "threadTicks" });
const PARTS = ["Task", "Script", "RecalcStyle", "Layout"];
/** Milliseconds of the main thread's processor time so far: all of it, and of what. */
const cpu = async () => {
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (name) => metrics.find((metric) => metric.name === name).value * 1000;
  return PARTS.map((part) => of(`${part}Duration`));
};
const medians = (before, after) =>
  PARTS.map((_, part) => median(after.map((costs) => costs[part])) - median(before.map((costs) => costs[part])));
const since = (before, after) => after.map((value, part) => value - before[part]);

for (const [what, selector] of Object.entries({
  "a name": "input[type=text]",
  "a template": "[data-property=title] input",
})) {
  await page.evaluate(() => document.querySelector("[data-property=title] > button[aria-expanded=false]")?.click());
  await frames(page);
  await page.evaluate(
    (selector) => [...document.querySelectorAll(`main ${selector}`)].find((input) => input.checkVisibility()).focus(),
    selector,
  );
  await page.evaluate(() => {
    window.latencies = [];
    document.addEventListener(
      "keydown",
      () => {
        const start = performance.now();
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => window.latencies.push(performance.now() - start);
          channel.port2.postMessage(null);
        });
      },
      true,
    );
  });
  if (options.profile !== undefined) {
    await session.send("Profiler.enable");
    await session.send("Profiler.setSamplingInterval", { interval: 200 });
    await session.send("Profiler.start");
  }
  const costs = [];
  for (let key = 0; key < Number(options.keys); key += 1) {
    const before = await cpu();
    await page.keyboard.press("x");
    await frames(page);
    await pause(80);
    costs.push(since(before, await cpu()));
  }
  if (options.profile !== undefined) {
    const { profile } = await session.send("Profiler.stop");
    await writeFile(options.profile, JSON.stringify(profile));
  }
  const idle = [];
  for (let key = 0; key < 10; key += 1) {
    const before = await cpu();
    await frames(page);
    await pause(80);
    idle.push(since(before, await cpu()));
  }
  const latencies = await page.evaluate(() => window.latencies.splice(0));
  const [all, ...parts] = medians(idle, costs).map(ms);
  console.log(
    `a key in ${what.padEnd(10)} processor time: median ${all} (script, styles, layout: ${parts.join(", ")}); ` +
      `to the next frame: median ${ms(median(latencies))}`,
  );
}
await stop();
