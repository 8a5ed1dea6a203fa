/** What everybody knows. */
const WELL_KNOWN = "sandbox";

/**
 * The sandbox's API key at this address; null where it has none and so is closed: the key that everybody knows is good on
 * one's own machine only.
 */
export function sandboxKey(own: string | undefined, address: string): { key: string; secret: boolean } | null {
  if (own) return { key: own, secret: true };
  const { hostname } = new URL(address);
  const isHere = hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
  return isHere ? { key: WELL_KNOWN, secret: false } : null;
}

export const CLOSED =
  "this worker is not on your own machine, and its sandbox has no key of its own, so the sandbox is closed; enter a Lime CRM in the settings, or set a key with `wrangler secret put SANDBOX_API_KEY`";
