// A payload in the address: `#payload=<percent-encoded JSON>` or `#payload64=<base64url of JSON>`. Fragments are not
// sent to servers. The payload is removed from the address and from the history immediately.

import type { Store } from "./store.ts";

export function applyPayloadFromAddress(store: Store): void {
  const [, kind, value] = /^#(?:\/\w+\??&?)?(payload|payload64)=(.*)$/.exec(location.hash) ?? [];
  if (kind === undefined || value === undefined) return;
  history.replaceState(null, "", `${location.pathname}${location.search}#/conversation`);
  store.setPayload(kind === "payload" ? decodePercent(value) : decodeBase64Url(value));
}

/** Returns the address of this page with a payload in its fragment. */
export function payloadLink(payload: string): string {
  const bytes = new TextEncoder().encode(payload);
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const { origin, pathname } = location;
  return `${origin}${pathname}#payload64=${base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** Returns a malformed value unchanged; the preview reports what is wrong. */
function decodePercent(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function decodeBase64Url(value: string): string {
  try {
    const text = atob(value.replaceAll("-", "+").replaceAll("_", "/"));
    return new TextDecoder().decode(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  } catch {
    return value;
  }
}
