// The request for a job whose end was not seen yet, kept for the session of the tab: a reload ends the request, but not the
// job. Without usable storage nothing is kept, and nothing fails.

import type { JobRequest } from "./lost-request.ts";

const KEY = "userlike-limeobject.job";

/** Keeps a request: before it leaves. */
export function keepJob(request: JobRequest): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...request, known: [...request.known] }));
  } catch {}
}

/** Returns the request that is kept; undefined without one. */
export function keptJob(): JobRequest | undefined {
  try {
    const text = sessionStorage.getItem(KEY);
    if (text === null) return undefined;
    const request = JSON.parse(text);
    return { ...request, known: new Set(request.known) };
  } catch {
    return undefined;
  }
}

/** Forgets the request, because the end of its job was shown, or there is none. */
export function forgetJob(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {}
}
