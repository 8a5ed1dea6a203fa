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

/** The element at which the last click was aimed, and how far that is. A document that replaces another one has no such click. */
let aimed = { element: null, state: "clicked" };

/**
 * Returns whether the click hit, once what it has changed is drawn. A button that was disabled between aiming and pressing
 * is pressed, but not clicked.
 */
export async function hasHit() {
  const { element } = aimed;
  for (let frames = 0; aimed.state === "aimed" || (aimed.state === "pressed" && element.isConnected); frames += 1) {
    if (element.disabled || frames === 20) return false;
    await new Promise(requestAnimationFrame);
  }
  await drawn();
  return aimed.state !== "missed";
}

/** Keeps the next click from all elements but this one and its label. */
function guard(element) {
  const click = { element, state: "aimed" };
  const types = ["pointerdown", "mousedown", "pointerup", "mouseup", "click"];
  const isHitBy = (event) => event.composedPath().some((node) => node === element || node.control === element);
  const listen = (event) => {
    // Between pressing and releasing it may move, or go: then what it did is done.
    if (event.type === "pointerdown") click.state = isHitBy(event) ? "pressed" : "missed";
    else if (event.type === "click" && click.state === "pressed" && element.isConnected)
      click.state = isHitBy(event) ? "clicked" : "missed";
    if (click.state === "missed") {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (event.type === "click" || (event.type === "mouseup" && click.state === "missed"))
      for (const type of types) removeEventListener(type, listen, true);
  };
  aimed = click;
  for (const type of types) addEventListener(type, listen, true);
}

/** A link can have a box on each of several lines. */
function firstBox(element) {
  const boxes = [...element.getClientRects()];
  return boxes.find(({ width, height }) => width * height > 1) ?? element.getBoundingClientRect();
}
