// Streams of many conversations.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Mapper } from "userlike-limeobject";
import { conversations, previewStream } from "userlike-limeobject/stream";
import { example } from "./package.mjs";

const mapper = new Mapper({
  instances: [{ limetype: "helpdesk", default: true, properties: { title: { userlikeKey: "subject" } } }],
});

/** @param {string | Uint8Array} text */
const bytesOf = (text) => (typeof text === "string" ? new TextEncoder().encode(text) : text);

/** Returns the bytes as a stream of chunks of `size` bytes. */
function stream(/** @type {string | Uint8Array} */ text, size = 65536) {
  const bytes = bytesOf(text);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
}

/** Returns the parsed output line of each conversation in the text. */
async function previews(/** @type {string | Uint8Array} */ text, size = 65536, from = mapper) {
  const out = await new Response(stream(text, size).pipeThrough(previewStream(from))).text();
  assert(out === "" || out.endsWith("\n"));
  return out
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** Returns the conversations of the text with their positions. */
async function split(/** @type {string} */ text, size = 65536, /** @type {{ maxBytes?: number }} */ options = {}) {
  const found = [];
  for await (const { index, line, column, bytes, error } of conversations(stream(text, size), options)) {
    assert.equal(index, found.length + 1);
    found.push([line, column, bytes === undefined ? error.code : new TextDecoder().decode(bytes).trim()]);
  }
  return found;
}

/** Splits the text in chunks of several sizes and asserts that the result does not depend on them. */
async function splitInChunks(/** @type {string} */ text, /** @type {{ maxBytes?: number }} */ options = {}) {
  const whole = await split(text, 65536, options);
  for (const size of [1, 2, 3, 7]) assert.deepEqual(await split(text, size, options), whole, `in pieces of ${size}`);
  return whole;
}

test("NDJSON: each line is a conversation, empty lines are skipped", async () => {
  assert.deepEqual(await splitInChunks('{"id":1}\r\n\n  \n {"id":2}\n{"id":3}'), [
    [1, 1, '{"id":1}'],
    [4, 2, '{"id":2}'],
    [5, 1, '{"id":3}'],
  ]);
  assert.deepEqual(await splitInChunks(""), []);
  assert.deepEqual(await splitInChunks(" \n\n"), []);
});

test("array: brackets, commas and quotes inside strings do not count", async () => {
  const odd = { id: 2, a: '],[{"', b: '\\"', c: ["]", { d: "\\\\" }], e: "}{" };
  const text = `\n [${JSON.stringify({ id: 1 })} ,\n${JSON.stringify(odd, null, 1)},{"id":3}\n]\n\n`;
  const found = await splitInChunks(text);
  assert.deepEqual(
    found.map(([line, column]) => [line, column]),
    [
      [2, 3],
      [3, 1],
      [14, 3],
    ],
  );
  assert.deepEqual(JSON.parse(String(found[1]?.[2])), odd);
  assert.deepEqual(await splitInChunks("[]"), []);
  assert.deepEqual(await splitInChunks(" [ \n ] "), []);
});

test("a byte order mark is skipped", async () => {
  assert.deepEqual(await splitInChunks('\ufeff[{"id":1}]'), [[1, 5, '{"id":1}']]);
  assert.deepEqual(await splitInChunks('\ufeff{"id":1}\n{"id":2}'), [
    [1, 4, '{"id":1}'],
    [2, 1, '{"id":2}'],
  ]);
});

test("an invalid array: an error at its position, after the conversations before it", async () => {
  assert.deepEqual(await splitInChunks('[{"id":1},\n{"id":2'), [
    [1, 2, '{"id":1}'],
    [2, 1, '{"id":2'],
    [2, 8, "cut-off"],
  ]);
  assert.deepEqual(await splitInChunks('[{"id":1}]\n {"id":2}\n'), [
    [1, 2, '{"id":1}'],
    [2, 2, "not-json"],
  ]);
  assert.deepEqual(await splitInChunks('[{"id":1},]'), [
    [1, 2, '{"id":1}'],
    [1, 1, ""],
  ]);
  assert.deepEqual((await splitInChunks('[,{"id":1}}},{"id":2}]')).length, 3);
});

test("a conversation that is too large is an error and is not buffered", async () => {
  const large = JSON.stringify({ id: 2, text: "x".repeat(40) });
  for (const text of [`{"id":1}\n${large}\n{"id":3}`, `[{"id":1},${large},{"id":3}]`]) {
    const found = await splitInChunks(text, { maxBytes: 30 });
    assert.deepEqual(
      found.map(([, , what]) => what),
      ['{"id":1}', "too-large", '{"id":3}'],
    );
  }
});

test("an unknown option is rejected", async () => {
  await assert.rejects(conversations(stream(""), /** @type {any} */ ({ maxbytes: 1 })).next(), { code: "option" });
});

test("previews have the order of the input and equal those of preview()", async () => {
  const mapper = new Mapper(example("config"), { limetypes: example("limetypes") });
  const payload = example("conversation");
  const one = payload.toString();
  const line = JSON.stringify(JSON.parse(one));
  const expected = Buffer.from(mapper.transform(payload)).toString();
  for (const text of [`[${one},${one}\n,${one}]`, `${line}\n${line}\n${line}\n`]) {
    const out = await new Response(stream(text, 100).pipeThrough(previewStream(mapper))).text();
    assert.equal(out, `${expected}\n`.repeat(3));
  }
});

test("previews do not depend on the chunks: whole conversations in one, several in one, one in many", async () => {
  const objects = [1, 2, 3, 4].map((id) => ({ id, subject: `Nº ${id} ${"x".repeat(id * 20)}` }));
  const [one, ...others] = objects.map((object) => JSON.stringify(object));
  const broken = JSON.stringify(objects[0], null, 1);
  const texts = {
    lines: [one, ...others].join("\n"),
    "lines after a broken one": [`{"id"`, one, ...others].join("\n"),
    values: [broken, ...others].join("\n"),
    array: `[${[broken, ...others].join(",\n")}]`,
  };
  for (const [name, text] of Object.entries(texts)) {
    const whole = await previews(text);
    assert.deepEqual(
      whole.flatMap(({ conversation }) => conversation ?? []),
      [1, 2, 3, 4],
      name,
    );
    for (let size = 1; size <= text.length; size += size < 100 ? 1 : 17)
      assert.deepEqual(await previews(text, size), whole, `${name}, in chunks of ${size}`);
  }
});

test("a conversation that cannot be previewed becomes an error line in its place", async () => {
  const small = new Mapper({ instances: [{ limetype: "helpdesk" }] }, { maxBytes: 60 });
  const lines = [
    '{"id":1}',
    '{"id":2,"subject":oops}',
    "",
    `{"id":3,"subject":"${"x".repeat(60)}"}`,
    "[1]",
    "nonsense",
    '{"id":4',
    '{"id":5}',
  ];
  const records = await previews(lines.join("\n"), 10, small);
  const short = records.map(({ conversation, error }) => conversation ?? [error.index, error.line, error.code]);
  assert.deepEqual(short, [
    1,
    [2, 2, "not-json"],
    [3, 4, "too-large"],
    [4, 5, "wrong-shape"],
    [5, 6, "not-json"],
    [6, 7, "cut-off"],
    5,
  ]);
  assert.equal(records[1].error.pointer, "/subject");
  assert.match(records[1].error.message, /\(line 2, column 19\)/);
});

test("positions in a message refer to the stream", async () => {
  const [, { error }] = await previews('[\n{"id":1},\n  {"id":2,\n"subject": oops}]');
  assert.deepEqual([error.index, error.line, error.column], [2, 3, 3]);
  assert.match(error.message, /\(line 4, column 12\)/);
});

test("bytes that are not UTF-8 are one error line", async () => {
  const records = await previews(
    Buffer.concat([Buffer.from('{"id":1,"subject":"'), Buffer.from([0xff]), Buffer.from('"}\n{"id":2}')]),
  );
  assert.deepEqual([records[0].error.code, records[1].conversation], ["not-utf8", 2]);
});

test("backpressure: nothing is read ahead of the consumer", async () => {
  let read = 0;
  const source = new ReadableStream(
    {
      pull(controller) {
        read++;
        controller.enqueue(bytesOf(`{"id":${read}}\n`));
      },
    },
    { highWaterMark: 0 },
  );
  const reader = source.pipeThrough(previewStream(mapper)).getReader();
  const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
  await settle();
  assert(read <= 2, `${read} were read before anybody asked`);
  for (let n = 1; n <= 5; n++) {
    const { value } = await reader.read();
    assert.equal(JSON.parse(new TextDecoder().decode(value)).conversation, n);
    await settle();
    assert(read <= n + 3, `${read} were read for ${n}`);
  }
  await reader.cancel();
});

test("one large chunk yields one preview at a time", async () => {
  const lines = Array.from({ length: 10_000 }, (_, n) => `{"id":${n + 1}}`).join("\n");
  const counted = { transforms: 0 };
  const spy = Object.create(mapper, {
    maxBytes: { value: 1000 },
    transform: {
      value: (/** @type {Uint8Array} */ bytes) => {
        counted.transforms++;
        return mapper.transform(bytes);
      },
    },
  });
  const reader = stream(lines, 1 << 20)
    .pipeThrough(previewStream(spy))
    .getReader();
  for (let n = 0; n < 10; n++) await reader.read();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert(counted.transforms <= 11, `${counted.transforms} were made for 10`);
  await reader.cancel();
});

test("cancelling the output cancels the source, and an error of the source reaches the output", async () => {
  /** @type {unknown} */
  let cancelled;
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(bytesOf('{"id":1}\n')),
    cancel: (reason) => {
      cancelled = reason;
    },
  });
  const reader = endless.pipeThrough(previewStream(mapper)).getReader();
  await reader.read();
  const reason = new Error("enough");
  await reader.cancel(reason);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(cancelled, reason);

  const trouble = new Error("the network");
  const broken = new ReadableStream({ pull: (controller) => controller.error(trouble) });
  await assert.rejects(new Response(broken.pipeThrough(previewStream(mapper))).text(), trouble);
});

test("an invalid option ends the stream with its error", async () => {
  const freed = new Mapper({ instances: [{ limetype: "helpdesk" }] });
  const out = stream('{"id":1}').pipeThrough(previewStream(freed));
  freed.free();
  await assert.rejects(new Response(out).text(), { code: "freed" });
});

test("conversations() accepts async iterables, such as a stream of Node", async () => {
  const { Readable } = await import("node:stream");
  const found = [];
  for await (const { index } of conversations(Readable.from([Buffer.from('[{"id":1},'), Buffer.from('{"id":2}]')]))) {
    found.push(index);
  }
  assert.deepEqual(found, [1, 2]);
});

test("the source may reuse its chunks", async () => {
  const piece = Buffer.alloc(4);
  async function* source() {
    for (const text of ['{"id', '":1}', "\n{  ", '"id"', ":2 }"]) {
      piece.write(text);
      yield piece;
    }
  }
  const found = [];
  for await (const { bytes } of conversations(source())) found.push(JSON.parse(Buffer.from(bytes ?? []).toString()).id);
  assert.deepEqual(found, [1, 2]);
});

test("a stream of hundreds of megabytes needs no more memory than a small one", async () => {
  const payload = JSON.stringify(JSON.parse(example("conversation").toString()));
  const piece = bytesOf(`${payload}\n`.repeat(10));
  const total = 200 * 2 ** 20;
  let sent = 0;
  const source = new ReadableStream({
    pull(controller) {
      if (sent >= total) return controller.close();
      sent += piece.byteLength;
      controller.enqueue(piece);
    },
  });
  let highest = 0;
  let count = 0;
  for await (const { bytes } of conversations(source)) {
    count += bytes === undefined ? 0 : 1;
    if (count % 1000 === 0) highest = Math.max(highest, process.memoryUsage().arrayBuffers);
  }
  assert(count > 20_000);
  assert(highest < 64 * 2 ** 20, `${highest} bytes were held`);
});
