// Measures `previewStream` with 100 MB of conversations, in a process of its own: its throughput compared with calls of
// `transform` for the same conversations, and the memory that the process takes beyond its start.

import { fileURLToPath } from "node:url";
import { median } from "./median.mjs";
import { outputOf } from "./program.mjs";

/** @param {{ bytes: number, rounds: number }} options */
export async function stream(options) {
  return JSON.parse(await outputOf(process.execPath, [fileURLToPath(import.meta.url), JSON.stringify(options)]));
}

/** Sizes of the conversations, in turns. */
const SIZES = [600, 2_000, 6_000, 6_000, 20_000, 60_000];
/** Bytes of a chunk of the stream, as networks and files have them. */
const CHUNK = 65_536;

/** Conversations of which the stream consists. */
function lines(conversation) {
  return Array.from({ length: 60 }, (_, index) =>
    new TextEncoder().encode(JSON.stringify(conversation(SIZES[index % SIZES.length], 63_741_936 + index))),
  );
}

/** Yields the conversations again and again, one per line, in chunks. */
function* chunks(conversations, bytes) {
  const text = Buffer.concat(conversations.flatMap((line) => [line, Buffer.from("\n")]));
  const twice = Buffer.concat([text, text]);
  for (let sent = 0; sent < bytes; sent += CHUNK) {
    const from = sent % text.length;
    yield twice.subarray(from, from + Math.min(CHUNK, bytes - sent));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { bytes, rounds } = JSON.parse(process.argv[2] ?? "");
  const { Mapper } = await import("userlike-limeobject");
  const { previewStream } = await import("userlike-limeobject/stream");
  const { exampleMapper } = await import("./alternatives.mjs");
  const { conversation } = await import("./payloads.mjs");
  const mapper = exampleMapper(Mapper);
  const conversations = lines(conversation);
  const length = conversations.reduce((sum, line) => sum + line.length + 1, 0);

  const throughStream = async (most) => {
    let previews = 0;
    const input = ReadableStream.from(chunks(conversations, most));
    for await (const _ of input.pipeThrough(previewStream(mapper))) previews += 1;
    return previews;
  };
  const timed = async (call) => {
    const begun = performance.now();
    await call();
    return performance.now() - begun;
  };
  const calls = () => {
    for (let done = 0; done < bytes; done += length) for (const line of conversations) mapper.transform(line);
  };

  await throughStream(bytes / 10);
  calls();
  const start = process.memoryUsage().rss;
  let most = start;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  const ratios = [];
  const rates = [];
  for (let round = 0; round < rounds; round += 1) {
    const ofStream = await timed(() => throughStream(bytes));
    const ofCalls = (await timed(calls)) * (bytes / (Math.ceil(bytes / length) * length));
    ratios.push(ofCalls / ofStream);
    rates.push(bytes / 1000 / ofStream);
  }
  clearInterval(watch);
  console.log(JSON.stringify({ bytes, ratio: median(ratios), rate: median(rates), memory: (most - start) / 1e6 }));
}
