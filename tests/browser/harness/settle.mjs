/** Waits until what has changed in a document is drawn. @param {import("puppeteer-core").Frame} frame */
export function settle(frame) {
  return frame.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));
}
