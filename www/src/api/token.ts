// The admin token: stored for the lifetime of the tab, and sent to the page's own worker only.

const key = "userlike-limeobject.token";

/** Stores a token of the fragment (`#token=…`), and removes it from the address and the history. */
export function takeToken(): void {
  const [, token] = /^#(?:.*[&?])?token=([^&]+)/.exec(location.hash) ?? [];
  if (token === undefined) return;
  const rest = location.hash.replace(/[#&?]?token=[^&]*/, "").replace(/^#?&/, "#");
  history.replaceState(null, "", `${location.pathname}${location.search}${rest === "#" ? "" : rest}`);
  keepToken(decodeURIComponent(token));
}

export function token(): string | null {
  try {
    return sessionStorage.getItem(key) ?? held;
  } catch {
    return held;
  }
}

/** Stores a token; null removes it. */
export function keepToken(token: string | null): void {
  held = token;
  try {
    if (token === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, token);
  } catch {}
}

let held: string | null = null;
