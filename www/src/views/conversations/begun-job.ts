// The job that is shown, kept for the session of the tab: a reload ends its request, but not the job, and says how it ended.
// Without usable storage nothing is kept, and nothing fails.

import type { JobRequest } from "./lost-request.ts";

const KEY = "userlike-limeobject.job";

/** The request for a job, or its id once that is known. */
export type BegunJob = { readonly request: JobRequest } | { readonly id: string };

/** Keeps a job: before its request leaves. */
export function keepJob(begun: BegunJob): void {
  try {
    const kept = "request" in begun ? { request: { ...begun.request, known: [...begun.request.known] } } : begun;
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {}
}

/** Returns the job that is kept; undefined without one. */
export function keptJob(): BegunJob | undefined {
  try {
    const { request, id } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    if (typeof id === "string") return { id };
    return request && { request: { ...request, known: new Set(request.known) } };
  } catch {
    return undefined;
  }
}

/** Forgets the job, because it is no longer shown, or there is none. */
export function forgetJob(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {}
}
