// Sends that were begun and whose outcome is not known here yet, kept in the browser (IndexedDB) beside the drafts: a reload,
// a closed tab or a crash ends the request, but not the send. Without usable storage nothing is kept, and nothing fails.

import { createStore, del, get, set, type UseStore } from "idb-keyval";
import { databaseName, MAX_KEPT_AGE } from "../platform/kept-data.ts";

/** A send that was begun. */
export interface BegunSend {
  conversation: number;
  /** Label of the limetype that the conversation becomes. */
  limetype: string;
  /** Number of the conversation's newest send before it. */
  before: number;
  /** Milliseconds since 1970. */
  begunAt: number;
}

export class BegunSends {
  readonly #store: UseStore = createStore(databaseName(), "drafts");

  /** Resolves when the send is kept: before its request leaves. */
  async keep(send: BegunSend): Promise<void> {
    try {
      await set(keyOf(send.conversation), send, this.#store);
    } catch {}
  }

  /** Returns the send of a conversation; undefined when none was begun, or its outcome was known. */
  async read(conversation: number): Promise<BegunSend | undefined> {
    try {
      const kept = await get<BegunSend>(keyOf(conversation), this.#store);
      if (kept === undefined || Date.now() - kept.begunAt <= MAX_KEPT_AGE) return kept;
    } catch {}
    return undefined;
  }

  /** Forgets the send of a conversation, because its outcome is known. */
  async forget(conversation: number): Promise<void> {
    try {
      await del(keyOf(conversation), this.#store);
    } catch {}
  }
}

const keyOf = (conversation: number): string => `send ${conversation}`;
