// How long the page waits for an answer.

import type { RouteName } from "../../../contract/routes.ts";

const SECONDS = 30;

/** Seconds of the routes that ask Lime CRM or take long bodies. Default: 30. */
const LONGER: { readonly [R in RouteName]?: number } = {
  "POST /api/send": 300,
  "POST /api/dry-run": 120,
  "POST /api/bulk": 1800,
  "POST /api/backfill": 60,
  "GET /api/limetypes": 60,
  "PUT /api/config": 60,
  "PUT /api/settings": 60,
};

/** Seconds within which the server says that it is there. */
export const HEALTH_SECONDS = 5;

export const secondsFor = (route: RouteName): number => LONGER[route] ?? SECONDS;

/** Aborts its signal after some seconds, or when another signal is aborted. Call `end` when the answer was read. */
export class TimeLimit {
  readonly signal: AbortSignal;
  readonly #milliseconds: number;
  readonly #limit = new AbortController();
  #timer: ReturnType<typeof setTimeout>;

  constructor(seconds: number, cancelled?: AbortSignal | null) {
    this.#milliseconds = seconds * 1000;
    this.#timer = this.#start();
    this.signal = cancelled ? AbortSignal.any([this.#limit.signal, cancelled]) : this.#limit.signal;
  }

  get isExceeded(): boolean {
    return this.#limit.signal.aborted;
  }

  /** Starts the time again: for an answer that comes in parts. */
  restart(): void {
    this.end();
    this.#timer = this.#start();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #start(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#limit.abort(), this.#milliseconds);
  }
}
