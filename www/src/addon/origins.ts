/**
 * The origins that may show the page in a frame and talk to it, out of what the server says (`addon.json`). What is not
 * plainly an origin is left out: no patterns, no "*", no "null".
 */
export function parseOrigins(answer: unknown): string[] {
  const { origins } = typeof answer === "object" && answer !== null ? (answer as { origins?: unknown }) : {};
  if (!Array.isArray(origins)) return [];
  return origins.filter((origin): origin is string => typeof origin === "string" && isOrigin(origin));
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  const web = url?.protocol === "https:" || url?.protocol === "http:";
  return web && url.origin === text && !text.includes("*");
}
