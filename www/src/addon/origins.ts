/**
 * Returns the origins in `addon.json` that may embed the page and exchange messages with it. Everything that is not
 * exactly an origin is dropped: patterns, "*", "null".
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
