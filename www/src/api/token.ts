// The admin token: kept for as long as the tab lives, sent to the worker that the page came from and to nobody else.

const key = "userlike-limeobject.token";

/** A token in the fragment (`#token=…`) is taken, and removed from the address and the history at once. */
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

/** Null forgets it. */
export function keepToken(token: string | null): void {
  held = token;
  try {
    if (token === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, token);
  } catch {}
}

let held: string | null = null;
