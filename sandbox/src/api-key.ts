/** The API key that everybody knows. */
const PUBLIC_KEY = "sandbox";

export interface ApiKey {
  readonly key: string;
  /** Whether pages and control routes require the key, too. */
  readonly secret: boolean;
}

/**
 * The API key of the sandbox at this address, `configured` or the public one; null when the sandbox is closed: the
 * public key is accepted on the own machine only.
 */
export function apiKeyFor(configured: string | undefined, address: string): ApiKey | null {
  if (configured) return { key: configured, secret: true };
  const { hostname } = new URL(address);
  const isLoopback = hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
  return isLoopback ? { key: PUBLIC_KEY, secret: false } : null;
}
