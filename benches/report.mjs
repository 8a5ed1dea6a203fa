// The figures as Markdown.

import { BASE, TRANSFORM } from "./alternatives.mjs";
import { sizesTable } from "./sizes.mjs";

const ENGINES = ["node", "newest", "chromium", "workerd"];

/** All tables of what was measured. */
export function tables(measured) {
  return [engines(measured), libraries(measured), nativeTable(measured), streamText(measured), startupTable(measured)]
    .filter((section) => section !== "")
    .join("\n\n");
}

/** The document that users read. */
export function performanceDocument(measured) {
  return `# Performance

Written by \`make bench ARGS=--write\`; figures are nowhere else. Measured on ${measured.machine}; medians of ${measured.rounds}
rounds, in which all alternatives of a table take turns. Payloads are those of the package's example with as many messages as fit
([benches/payloads.mjs](../benches/payloads.mjs)); the configuration is the example's. Compare the ratios: times depend on the machine
and on what else it does.

- "Hand-written, values only" maps the same values: JSON.parse, a function, JSON.stringify
  ([source](../benches/hand-written/values.mjs)). It checks nothing against metadata.
- "Hand-written, sources and findings" writes the same bytes as \`transform\` for these payloads
  ([source](../benches/hand-written/preview.mjs)).
- Both are compared with the package's output before anything is measured. The libraries map the values that they can.

${tables(measured)}

${sizesTable()}
`;
}

function engines(measured) {
  const present = ENGINES.map((name) => measured[name]).filter((engine) => engine !== undefined);
  if (present.length === 0) return "";
  const sections = present[0].results.map((result, at) => {
    const results = present.map((engine) => engine.results[at]);
    const names = present.at(-1).engine.startsWith("Node")
      ? Object.keys(result.figures)
      : Object.keys(results.at(-1).figures);
    const own = names.filter((name) => results.every(({ figures }) => name in figures));
    const rows = own.map((name) => [name, ...results.map(({ figures }) => cell(figures[name], figures[BASE]))]);
    return `### ${bytes(result.bytes)}, ${result.indent === 0 ? "compact" : "indented"}

${table(["µs, and times the speed of the first row", ...present.map(({ engine }) => engine)], rows)}`;
  });
  return `## From bytes to bytes, and to objects\n\n${sections.join("\n\n")}`;
}

function libraries({ node }) {
  if (node === undefined) return "";
  const compact = node.results.filter(({ indent }) => indent === 0);
  const own = Object.keys(node.results[0].figures);
  const first = own.indexOf("JSON.stringify (object → text)") + 1;
  const rows = own.slice(first).map((name) => [
    name,
    ...compact.map(({ figures }) => {
      const ratio = figures[name].median / figures[TRANSFORM].median;
      return `${time(figures[name].median)} (${ratio.toFixed(1)})`;
    }),
  ]);
  return `## Mapping libraries, ${node.engine}

Microseconds from bytes to bytes, and how many times as long as \`transform\` takes.

${table(["", ...compact.map(({ bytes: size }) => bytes(size))], rows)}`;
}

function nativeTable({ native }) {
  if (native === undefined) return "";
  const rows = native.map(({ size, indent, median, module, ratio }) => [
    `${bytes(size)}, ${indent === 0 ? "compact" : "indented"}`,
    time(median),
    time(module),
    `${Math.round(ratio * 100)} %`,
  ]);
  const title = ["", "native", `module, Node ${process.versions.node}`, "speed of the module"];
  const note = "Medians of turns that both take, and of their ratios.";
  return `## The crate without WebAssembly (criterion)\n\n${note}\n\n${table(title, rows)}`;
}

function streamText({ stream }) {
  if (stream === undefined) return "";
  return `## A stream

\`previewStream\` with ${bytes(stream.bytes)} of conversations of 0.6 to 60 kB, one per line: ${Math.round(stream.rate)} MB per second, which is
${Math.round(stream.ratio * 100)} % of the throughput of calls of \`transform\`. Memory beyond that at its start, after a tenth of the stream: at most ${Math.ceil(stream.memory)} MB.`;
}

function startupTable({ startup }) {
  if (startup === undefined) return "";
  const base = startup.JSONata.milliseconds;
  const rows = Object.entries(startup).map(([name, { milliseconds, memory }]) => [
    name,
    milliseconds.toFixed(1),
    (milliseconds / base).toFixed(2),
    Math.round(memory).toString(),
  ]);
  return `## A new process: from the import to the first result

A payload of 6 kB, in Node. Memory is that of the process then.

${table(["", "ms", "times JSONata's", "memory, MB"], rows)}`;
}

const cell = ({ median, low, high }, base) =>
  `${time(median)} (${time(low)}–${time(high)}) **${(base.median / median).toFixed(2)}×**`;

function time(microseconds) {
  return microseconds < 100 ? microseconds.toFixed(1) : Math.round(microseconds).toLocaleString("en");
}

function bytes(size) {
  if (size < 1000) return `${size} B`;
  return size < 1_000_000 ? `${Math.round(size / 1000)} kB` : `${Math.round(size / 100_000) / 10} MB`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}
