// Checks that the alternatives do the same work, before anything is measured.

import assert from "node:assert/strict";
import { transformPreview } from "./hand-written/preview.mjs";
import { transformValues } from "./hand-written/values.mjs";

const text = (bytes) => new TextDecoder().decode(bytes);

/**
 * @param {import("userlike-limeobject").Mapper} mapper
 * @param {Uint8Array} bytes A payload.
 */
export function checkEqual(mapper, bytes) {
  const preview = text(mapper.transform(bytes));
  assert.equal(text(transformPreview(bytes)), preview, "hand-written with sources and findings");
  const { conversation, lookups, objects } = JSON.parse(preview);
  const values = {
    conversation,
    lookups: lookups.map(({ source, config, matchBy, ...lookup }) => lookup),
    objects: objects.map(({ sources, ...object }) => object),
  };
  assert.deepEqual(JSON.parse(text(transformValues(bytes))), values, "hand-written, values only");
}
