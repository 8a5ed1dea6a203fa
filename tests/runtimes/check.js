// What is checked in every runtime. It is given the package's entry points as that runtime has loaded them, and knows none
// of the runtime's own interfaces.

/**
 * @typedef {object} Given
 * @property {typeof import("userlike-limeobject")} library
 * @property {typeof import("userlike-limeobject/stream")} stream
 * @property {typeof import("userlike-limeobject/delivery")} [delivery]
 * @property {import("./fixtures.mjs").Fixture[]} fixtures
 * @property {{ payload: string, config: string }} example
 * @property {{ url: string, apiKey: string, conversation: number }} [lime] A sandbox, and an id that nobody else uses.
 */

/**
 * Runs every check, and answers with what each of them has done, or how it failed ("FAILED ...").
 *
 * @param {Given} given
 * @returns {Promise<Record<string, string>>}
 */
export async function check(given) {
  /** @type {Record<string, string>} */
  const results = {};
  for (const [name, run] of Object.entries({ preview, transform, stream, restart, deliver })) {
    try {
      results[name] = await run(given);
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

/** @param {Given} given */
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
      const { name: _, ...fields } = error;
      result = { ...fields, message: error.message };
    }
    const text = expected ?? expectedError ?? "";
    // An error's fields have no order that matters.
    if (expected === null) equal(name, sorted(result), sorted(JSON.parse(text)));
    else equal(name, `${JSON.stringify(result, null, 2)}\n`, text);
    count++;
  }
  return `${count} fixtures`;
}

/** @param {Given} given */
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

/** @param {Given} given */
async function stream({ library, stream, fixtures }) {
  let count = 0;
  for (const { name, payload, config, limetypes, options, expected } of fixtures) {
    if (expected === null) continue;
    const mapper = new library.Mapper(bytes(config), { limetypes: limetypes === null ? undefined : bytes(limetypes) });
    const one = decoder.decode(bytes(payload));
    // Bytes and not a Blob: what comes in pieces of a Blob differs.
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

/** The stack runs out somewhere inside of the module, and the next call works. @param {Given} given */
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
        // With no stack left even for this class, it is the runtime's own.
        if (error instanceof library.ModuleError) equal("code", error.code, "stack-overflow");
      }
    };
    descend(round);
    equal("after it", decoder.decode(mapper.transform(payload)), before);
  }
  mapper.free();
  return `${rounds} times`;
}

/** @param {Given} given */
async function deliver({ library, delivery, lime, example }) {
  if (delivery === undefined || lime === undefined) return "not tried";
  const { url, apiKey, conversation } = lime;
  const crm = { url, apiKey };
  await delivery.testConnection(crm);
  const limetypes = await delivery.fetchLimetypes(crm);
  const mapper = new library.Mapper(bytes(example.config), { limetypes });
  const payload = { ...JSON.parse(decoder.decode(bytes(example.payload))), id: conversation };
  const preview = mapper.preview(payload);
  const forecast = await delivery.dryRun(preview, crm);
  equal("forecast", forecast.objects.find(({ role }) => role === "limeobject")?.action, "create");
  let steps = 0;
  const first = await delivery.deliver(preview, {
    ...crm,
    onStep: ({ phase, writes }) => {
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

/** @param {string} what @param {unknown} found @param {unknown} expected */
function equal(what, found, expected) {
  if (found !== expected) throw new Error(`${what}: ${found}\nand not: ${expected}`);
}

/** @param {unknown} value @returns {string} */
function sorted(value) {
  return JSON.stringify(value, (_, member) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
