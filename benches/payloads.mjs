// Conversations of any size, as Userlike sends them: those of the package's example, with as many messages as fit.
import example from "../pkg/examples/conversation.json" with { type: "json" };

/** Sizes that are measured, in bytes of compact JSON. */
export const SIZES = [157, 6_000, 60_000, 1_000_000, 6_000_000];

const WORDS =
  "hello thanks order invoice delivery please could you check the number of my last package it has not arrived yet and the link in your mail does not open größe älter naïve ✓".split(
    " ",
  );

/** A generator of numbers from 0 to 1 with a fixed seed (mulberry32), so that every run measures the same payloads. */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const [, message] = example.transcript;
const STARTED = Date.parse(example.created_at);

/** @param {number} at Position in the transcript. @param {() => number} random */
function messageAt(at, random) {
  const body = Array.from(
    { length: 4 + Math.floor(random() * 24) },
    () => WORDS[Math.floor(random() * WORDS.length)],
  ).join(" ");
  const operator = at % 2 === 1;
  const id = `63741936.108109315.${595_900_000 + at}`;
  return {
    ...message,
    id,
    msgid: id,
    sent_at: new Date(STARTED + at * 7_123).toISOString(),
    operator_id: operator ? 180783 : null,
    operator_name: operator ? "Peter Testman" : "",
    operator_display_name: operator ? "Peter Testman" : "",
    sender: operator ? { type: "operator", id: 180783 } : { type: "contact", id: 79189089 },
    body,
    body_plain: body,
  };
}

/**
 * A payload of about `bytes` bytes of compact JSON. One that is too small for the example's keys has those that a mapping needs.
 *
 * @param {number} bytes
 * @param {number} [id] Id of the conversation.
 */
export function conversation(bytes, id = 63741936) {
  const contact = { ...example.contact, name: "Kim Berg", email: "kim.berg@customer.example" };
  const transcript = [];
  const base = { ...example, id, contact, subject: "Delivery of an order", topics: [], transcript };
  if (bytes < JSON.stringify(base).length) {
    return {
      id,
      subject: "Chat",
      contact: { email: contact.email },
      created_at: example.created_at,
      transcript: [shortMessage()],
    };
  }
  const random = randomNumbers(id);
  for (let size = JSON.stringify(base).length, at = 0; ; at += 1) {
    const next = messageAt(at, random);
    size += JSON.stringify(next).length + 1;
    if (size > bytes) return base;
    transcript.push(next);
  }
}

const shortMessage = () => ({ sent_at: example.created_at, body: "Hi" });
