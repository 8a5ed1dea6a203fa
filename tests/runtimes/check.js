// Checks for every runtime. They get the package's entry points as loaded by the runtime and use no runtime-specific API.

/**
 * @typedef {object} Input
 * @property {typeof import("userlike-limeobject")} library
 * @property {typeof import("userlike-limeobject/stream")} stream
 * @property {typeof import("userlike-limeobject/delivery")} [delivery]
 * @property {import("./fixtures.mjs").Fixture[]} fixtures
 * @property {{ payload: string, config: string }} example
 * @property {{ url: string, apiKey: string, conversation: number }} [lime] A sandbox, and a conversation id that no other runtime uses.
 */

/**
 * Runs all checks and returns the result of each, or "FAILED" with the error.
 *
 * @param {Input} input
 * @returns {Promise<Record<string, string>>}
 */
export async function check(input) {
  /** @type {Record<string, string>} */
  const results = {};
  for (const [name, run] of Object.entries({ preview, transform, stream, restart, deliver })) {
    try {
      results[name] = await run(input);
    } catch (error) {
      results[name] = `FAILED ${error instanceof Error ? `${error.name}: ${error.message}\n${error.stack}` : error}`;
    }
  }
  return results;
}

const decoder = new TextDecoder();

/** @param {string} base64 */
function bytes(base64) {
  const text = atob(base64);
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** @param {Input} input */
function preview({ library, fixtures }) {
  let count = 0;
  for (const { name, payload, config, limetypes, options, expected, expectedError } of fixtures) {
    /** @type {unknown} */
    let result;
    try {
      const mapper = new library.Mapper(bytes(config), {
        limetypes: limetypes === null ? undefined : bytes(limetypes),
      });
      result = mapper.preview(bytes(payload), options);
      mapper.free();
    } catch (error) {
      if (!(error instanceof library.LimeobjectError)) throw error;
      const { name: kind, ...fields } = error;
      // Also where a minifier has renamed the classes.
      if (!["ConfigError", "LimeobjectError", "PayloadError"].includes(kind)) throw new Error(`${name}: ${kind}`);
      result = { ...fields, message: error.message };
    }
    const text = expected ?? expectedError ?? "";
    // The order of an error's fields does not matter.
    if (expected === null) equal(name, sorted(result), sorted(JSON.parse(text)));
    else equal(name, `${JSON.stringify(result, null, 2)}\n`, text);
    count++;
  }
  return `${count} fixtures`;
}

/** @param {Input} input */
function transform({ library, fixtures }) {
  let count = 0;
  for (const { name, payload, config, limetypes, options, expected } of fixtures) {
    if (expected === null) continue;
    const mapper = new library.Mapper(bytes(config), { limetypes: limetypes === null ? undefined : bytes(limetypes) });
    const text = decoder.decode(mapper.transform(bytes(payload), options));
    mapper.free();
    equal(name, text, JSON.stringify(JSON.parse(expected)));
    count++;
  }
  return `${count} fixtures`;
}

/** @param {Input} input */
async function stream({ library, stream, fixtures }) {
  let count = 0;
  for (const { name, payload, config, limetypes, options, expected } of fixtures) {
    if (expected === null) continue;
    const mapper = new library.Mapper(bytes(config), { limetypes: limetypes === null ? undefined : bytes(limetypes) });
    const one = decoder.decode(bytes(payload));
    // A string, because the chunks of a Blob differ between runtimes.
    const input = new Response(`[${one},\nnonsense,\n${one}]`).body;
    if (input === null) throw new Error("no body");
    const output = await new Response(input.pipeThrough(stream.previewStream(mapper, options))).text();
    mapper.free();
    const [first, second, third, end] = output.split("\n");
    const text = JSON.stringify(JSON.parse(expected));
    equal(name, first, text);
    equal(name, JSON.parse(second ?? "").error.index, 2);
    equal(name, third, text);
    equal(name, end, "");
    count++;
  }
  return `${count} fixtures`;
}

/** Overflows the stack inside the module and checks that the next call works. @param {Input} input */
function restart({ library, example }) {
  const mapper = new library.Mapper(bytes(example.config));
  const payload = bytes(example.payload);
  const before = decoder.decode(mapper.transform(payload));
  const rounds = 3;
  for (let round = 0; round < rounds; round++) {
    let done = false;
    const descend = (/** @type {number} */ level) => {
      try {
        descend(level + 1);
      } catch {}
      if (done) return;
      try {
        mapper.transform(payload);
        done = true;
      } catch (error) {
        // The runtime's own error if the stack does not suffice for this class.
        if (error instanceof library.ModuleError) equal("code", error.code, "stack-overflow");
      }
    };
    descend(round);
    equal("after the overflow", decoder.decode(mapper.transform(payload)), before);
  }
  mapper.free();
  return `${rounds} times`;
}

/** @param {Input} input */
async function deliver({ library, delivery, lime, example }) {
  if (delivery === undefined || lime === undefined) return "skipped";
  const { url, apiKey, conversation } = lime;
  const crm = { url, apiKey };
  await delivery.testConnection(crm);
  const limetypes = await delivery.fetchLimetypes(crm);
  const mapper = new library.Mapper(bytes(example.config), { limetypes });
  const payload = { ...JSON.parse(decoder.decode(bytes(example.payload))), id: conversation };
  const preview = mapper.preview(payload);
  const report = await delivery.dryRun(preview, crm);
  equal("dry run", report.objects.find(({ role }) => role === "limeobject")?.action, "create");
  let steps = 0;
  const first = await delivery.deliver(preview, {
    ...crm,
    onProgress: ({ phase, writes }) => {
      if (phase === "sending" && writes) steps++;
    },
  });
  equal("created", first.created, true);
  const second = await delivery.deliver(preview, crm);
  equal("created again", second.created, false);
  equal("limeobject", second.ids.limeobject, first.ids.limeobject);
  mapper.free();
  return `${steps} writes`;
}

/** @param {string} name @param {unknown} actual @param {unknown} expected */
function equal(name, actual, expected) {
  if (actual !== expected) throw new Error(`${name}: ${actual}\nexpected: ${expected}`);
}

/** @param {unknown} value @returns {string} */
function sorted(value) {
  return JSON.stringify(value, (_, member) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
