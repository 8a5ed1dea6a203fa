// The job whose end was not seen yet, kept for the session of the tab: a reload ends its request, but not the job. Without
// usable storage nothing is kept, and nothing fails.

import type { JobRequest } from "./lost-request.ts";

const KEY = "userlike-limeobject.job";

/** The request for a job, or the id of the job whose failed rows are retried. */
export type BegunJob = { readonly request: JobRequest } | { readonly retried: string };

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
    const { request, retried } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    if (typeof retried === "string") return { retried };
    return request && { request: { ...request, known: new Set(request.known) } };
  } catch {
    return undefined;
  }
}

/** Forgets the job, because its end was shown, or there is none. */
export function forgetJob(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {}
}
