// Links to addresses from payloads and servers. Only schemes that cannot run code in this page become links.

const SAFE_SCHEMES = new Set(["http:", "https:", "limecrm:"]);

/** Returns whether a text is a URL with a safe scheme. */
export function isLink(text: string): boolean {
  return !/\s/.test(text) && URL.canParse(text) && SAFE_SCHEMES.has(new URL(text).protocol);
}
