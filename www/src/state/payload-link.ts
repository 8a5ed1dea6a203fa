// A payload in the address: `#payload=<JSON, percent-encoded>` or `#payload64=<base64url of it>`. Fragments are not sent to
// any server, so a link can carry one; it is taken out of the address and the history at once.

import type { Store } from "./store.ts";

export function applyPayloadFromAddress(store: Store): void {
  const [, kind, value] = /^#(?:\/\w+\??&?)?(payload|payload64)=(.*)$/.exec(location.hash) ?? [];
  if (kind === undefined || value === undefined) return;
  history.replaceState(null, "", `${location.pathname}${location.search}#/conversation`);
  store.setPayload(kind === "payload" ? decodePercent(value) : decodeBase64Url(value));
}

/** The address of this page with a payload in it. */
export function payloadLink(payload: string): string {
  const bytes = new TextEncoder().encode(payload);
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const { origin, pathname } = location;
  return `${origin}${pathname}#payload64=${base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** What can't be decoded is shown as it is: the preview says what is wrong with it. */
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
