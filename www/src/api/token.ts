// The token of this browser, sent to the page's own server only: the administrator's, for the lifetime of the tab, or an
// operator's, until it is revoked.

import { storedValue } from "../platform/local-storage.ts";

const administratorKey = "userlike-limeobject.token";

const operatorToken = storedValue("operator-token", isOperatorToken);

/** Used where the browser stores nothing. */
let held: string | null = null;

/** Stores a token of the fragment (`#token=…`), and removes it from the address and the history. Returns whether there was one. */
export function takeToken(): boolean {
  const token = tokenOf(location.hash);
  if (token === null) return false;
  const rest = location.hash.replace(/[#&?]?token=[^&]*/, "").replace(/^#?&/, "#");
  history.replaceState(null, "", `${location.pathname}${location.search}${rest === "#" ? "" : rest}`);
  keepToken(token);
  return true;
}

/** Returns the token in a fragment, or in a link that has one; null when there is none. */
function tokenOf(text: string): string | null {
  const [, token] = /#(?:.*[&?])?token=([^&\s]+)/.exec(text) ?? [];
  if (token === undefined) return null;
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}

/** Returns the token of a pasted link, or the pasted text as a token. */
export function enteredToken(text: string): string {
  return tokenOf(text) ?? text.trim();
}

/** The administrator's token of this tab comes before an operator's. */
export function token(): string | null {
  return administratorToken() ?? held ?? operatorToken.read() ?? null;
}

/** Stores a token. */
export function keepToken(token: string): void {
  forgetToken();
  held = token;
  if (isOperatorToken(token)) operatorToken.write(token);
  else
    try {
      sessionStorage.setItem(administratorKey, token);
    } catch {}
}

/** Removes the token in use. */
export function forgetToken(): void {
  const isAdministrators = administratorToken() !== null;
  held = null;
  try {
    sessionStorage.removeItem(administratorKey);
  } catch {}
  if (!isAdministrators) operatorToken.write(undefined);
}

/** Calls `listener` when another tab has stored an operator's token. */
export function onTokenFromElsewhere(listener: () => void): void {
  addEventListener("storage", ({ key }) => {
    if (key === operatorToken.key) listener();
  });
}

/** Whether the browser stores the token in use beyond this page. */
export function isTokenStored(): boolean {
  return token() !== null && (administratorToken() ?? operatorToken.read()) === token();
}

function administratorToken(): string | null {
  try {
    return sessionStorage.getItem(administratorKey);
  } catch {
    return null;
  }
}

function isOperatorToken(text: string): text is string {
  return /^operator\.\d+\.[\w-]+$/.test(text);
}
