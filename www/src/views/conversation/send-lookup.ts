// Finds out what became of a send whose answer was lost, or whose delivery goes on.

import type { Send } from "../../../../contract/conversations.ts";
import type { Api } from "../../api/api.ts";
import { newestSend } from "../../api/send.ts";
import type { RequestFailure, SendState } from "../../state/send-state.ts";

/** A send that was tried. */
export interface Attempt {
  conversation: number | null;
  limetype: string;
  /** Number of the conversation's newest send before it. */
  before: number;
  /** Milliseconds since 1970. */
  begunAt: number;
  /** Whether it was begun before the page was left. */
  isResumed: boolean;
}

/** Milliseconds before each lookup: a request whose connection broke may arrive a moment later. */
const ARRIVAL_DELAYS = [0, 1000, 3000];

/** Milliseconds between the lookups of a delivery that goes on. */
const FOLLOW_INTERVAL = 2000;

/** Milliseconds after which a send takes longer than usual. */
const USUAL_TIME = 30_000;

export class SendLookup {
  readonly #api: Api;
  readonly #show: (state: SendState) => void;
  #attempt: Attempt | undefined;
  #error: RequestFailure | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `show` is called with every state that is found. */
  constructor(api: Api, show: (state: SendState) => void) {
    this.#api = api;
    this.#show = show;
  }

  /** Looks up what became of an attempt that ended with `error`. */
  async start(attempt: Attempt, error: RequestFailure): Promise<void> {
    this.#attempt = attempt;
    this.#error = error;
    await this.again();
  }

  /** Looks up the last attempt again. */
  async again(): Promise<void> {
    clearTimeout(this.#timer);
    const { conversation } = this.#attempt ?? {};
    const error = this.#error;
    if (conversation === undefined || error === undefined) return;
    if (conversation === null) {
      this.#show({ status: "unknown", conversation, error });
      return;
    }
    this.#show({ status: "looking-up", conversation, isResumed: this.#attempt?.isResumed ?? false });
    try {
      const found = await this.#arrived(conversation);
      if (found === undefined) this.#show({ status: "failed", error });
      else this.#showFound(conversation, found);
    } catch {
      this.#show({ status: "unknown", conversation, error });
    }
  }

  /** Ends the lookups of the last attempt. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#attempt = undefined;
  }

  /** Returns the send of the attempt; undefined when the worker has not received it. */
  async #arrived(conversation: number): Promise<Send | undefined> {
    for (const delay of ARRIVAL_DELAYS) {
      await new Promise((resolve) => setTimeout(resolve, delay));
      const newest = await newestSend(this.#api, conversation);
      if (newest !== null && newest.send > (this.#attempt?.before ?? 0)) return newest;
    }
    return undefined;
  }

  #showFound(conversation: number, { status, receipt, error, updatedAt }: Send): void {
    const { limetype = "" } = this.#attempt ?? {};
    if (status === "done" && receipt !== null)
      this.#show({ status: "sent", receipt, limetype, sentAt: Date.parse(updatedAt) });
    else if (status === "failed" && error !== null) {
      const { findings } = error;
      this.#show({ status: "failed", error: { ...error, details: findings === undefined ? {} : { findings } } });
    } else {
      const isLate = Date.now() - (this.#attempt?.begunAt ?? 0) > USUAL_TIME;
      this.#show({ status: "pending", conversation, error, isLate });
      this.#timer = setTimeout(() => void this.#follow(conversation), FOLLOW_INTERVAL);
    }
  }

  /** Looks up a delivery that goes on, without saying so meanwhile. */
  async #follow(conversation: number): Promise<void> {
    try {
      const newest = await newestSend(this.#api, conversation);
      if (newest !== null) this.#showFound(conversation, newest);
    } catch {
      this.#timer = setTimeout(() => void this.#follow(conversation), FOLLOW_INTERVAL);
    }
  }
}
