// What is compared: ways from a payload to the conversation as Lime CRM's objects. Runs in every engine.

import config from "userlike-limeobject/examples/config.json" with { type: "json" };
import limetypes from "userlike-limeobject/examples/limetypes.json" with { type: "json" };
import { transformPreview } from "./hand-written/preview.mjs";
import { transformValues } from "./hand-written/values.mjs";
import { measure } from "./measure.mjs";
import { conversation } from "./payloads.mjs";

/** The alternative that the others are divided by. */
export const BASE = "hand-written, values only";

/** The alternative that the native crate is compared with. */
export const TRANSFORM = "transform (bytes → bytes)";

/** @typedef {{ size: number, indent: number }} Shape Size of a payload in bytes of compact JSON, and its indentation. */
/** @typedef {Shape & { bytes: number, figures: Record<string, import("./measure.mjs").Figures> }} Result */

/** Returns a mapper of the package's example. @param {typeof import("userlike-limeobject").Mapper} Mapper */
export const exampleMapper = (Mapper) => new Mapper(JSON.stringify(config), { limetypes: JSON.stringify(limetypes) });

/**
 * Returns the alternatives for a payload, by name.
 *
 * @param {import("userlike-limeobject").Mapper} mapper
 * @param {Shape} shape
 */
export function alternatives(mapper, { size, indent }) {
  const payload = conversation(size);
  const text = JSON.stringify(payload, null, indent);
  const bytes = new TextEncoder().encode(text);
  return {
    bytes,
    calls: {
      [BASE]: () => transformValues(bytes),
      "hand-written, sources and findings": () => transformPreview(bytes),
      [TRANSFORM]: () => mapper.transform(bytes),
      "preview (bytes → object)": () => mapper.preview(bytes),
      "preview (text → object)": () => mapper.preview(text),
      "preview (object → object)": () => mapper.preview(payload),
      "JSON.stringify (object → text)": () => JSON.stringify(payload),
    },
  };
}

/**
 * Measures all alternatives for each payload.
 *
 * @param {import("userlike-limeobject").Mapper} mapper
 * @param {{ shapes: Shape[], rounds: number }} options
 * @param {(bytes: Uint8Array) => Record<string, () => unknown>} more More alternatives for the bytes of a payload.
 * @returns {Promise<Result[]>}
 */
export async function compare(mapper, { shapes, rounds }, more = () => ({})) {
  const results = [];
  for (const shape of shapes) {
    const { bytes, calls } = alternatives(mapper, shape);
    const figures = await measure({ ...calls, ...more(bytes) }, { rounds });
    results.push({ ...shape, bytes: bytes.byteLength, figures });
  }
  return results;
}
