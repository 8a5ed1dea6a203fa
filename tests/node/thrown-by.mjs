import assert from "node:assert/strict";

/**
 * Returns the error that the call throws.
 *
 * @param {() => unknown} call
 */
export function thrownBy(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  assert.fail("nothing was thrown");
}
