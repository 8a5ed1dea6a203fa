// Runs in the tested page: waits for conditions, and aims clicks.

/** Resolves after the next frame is drawn. */
export const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

/** Returns what the condition returns, as soon as that is truthy. Throws an error called TimeoutError after `timeout` ms. */
export async function until(condition, timeout) {
  const begun = performance.now();
  for (;;) {
    const result = condition();
    if (result) return result;
    const waited = performance.now() - begun;
    if (waited >= timeout) throw new Error(`TimeoutError: not within ${timeout} ms`);
    // After a while less often, because it costs the page time.
    await new Promise((done) => setTimeout(done, waited < 2000 ? 30 : 250));
  }
}

/**
 * Returns the point on which a pointer clicks the element, once it stands still. A click that comes too late, when something
 * else has moved there, does nothing; `hasHit` says so.
 */
export async function aim(element) {
  let before = "";
  for (;;) {
    const { left, top, width, height } = firstBox(element);
    const point = { x: left + width / 2, y: top + height / 2 };
    const now = [left, top, width, height].join();
    if (now === before) {
      guard(element);
      return point;
    }
    before = now;
    if (!element.contains(document.elementFromPoint(point.x, point.y)))
      element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    await new Promise(requestAnimationFrame);
  }
}

/** Whether the last click hit the element at which it was aimed. */
let hit = true;

/** Returns whether the click hit, once what it has changed is drawn. */
export async function hasHit() {
  await drawn();
  return hit;
}

/** Keeps the next click from all elements but this one and its label. */
function guard(element) {
  const types = ["pointerdown", "mousedown", "pointerup", "mouseup", "click"];
  const isHitBy = (event) => event.composedPath().some((node) => node === element || node.control === element);
  const listen = (event) => {
    // Between pressing and releasing it may move, or go: then what it did is done.
    if (event.type === "pointerdown" || (event.type === "click" && hit && element.isConnected)) hit = isHitBy(event);
    if (!hit) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (event.type === "click" || (event.type === "mouseup" && !hit))
      for (const type of types) removeEventListener(type, listen, true);
  };
  hit = true;
  for (const type of types) addEventListener(type, listen, true);
}

/** A link can have a box on each of several lines. */
function firstBox(element) {
  const boxes = [...element.getClientRects()];
  return boxes.find(({ width, height }) => width * height > 1) ?? element.getBoundingClientRect();
}
