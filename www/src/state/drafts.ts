// Unsaved work that is kept in the browser (IndexedDB) and shown again after a reload: one draft of each kind. Without
// usable storage (private windows, blocked storage) nothing is kept, and nothing fails.

import { createStore, del, get, set, type UseStore } from "idb-keyval";
import { databaseName, MAX_KEPT_AGE } from "../platform/kept-data.ts";

export interface Draft {
  text: string;
  /** Milliseconds since 1970. */
  savedAt: number;
  /** Version of the configuration that was edited. */
  basedOn?: number | undefined;
  /** Instance that was chosen for the conversation. */
  instance?: string | null | undefined;
}

export type DraftKind = "config" | "payload";

/** Milliseconds without another change before a draft is written. */
const WRITE_DELAY = 300;

export class Drafts {
  readonly #store: UseStore;
  /** What is stored: a draft that did not change keeps its age. */
  readonly #stored = new Map<DraftKind, Draft>();
  readonly #pending = new Map<DraftKind, Omit<Draft, "savedAt"> | undefined>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.#store = createStore(databaseName(), "drafts");
    addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.#write();
    });
  }

  async read(kind: DraftKind): Promise<Draft | undefined> {
    try {
      const draft = await get<Draft>(kind, this.#store);
      if (draft === undefined) return undefined;
      if (Date.now() - draft.savedAt <= MAX_KEPT_AGE) {
        this.#stored.set(kind, draft);
        return draft;
      }
      await del(kind, this.#store);
    } catch {}
    return undefined;
  }

  /** Writes a draft after a short while; undefined deletes it. */
  keep(kind: DraftKind, draft: Omit<Draft, "savedAt"> | undefined): void {
    this.#pending.set(kind, draft);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#write(), WRITE_DELAY);
  }

  async #write(): Promise<void> {
    const changes = [...this.#pending];
    this.#pending.clear();
    try {
      for (const [kind, draft] of changes) {
        const stored = this.#stored.get(kind);
        if (draft === undefined) {
          this.#stored.delete(kind);
          await del(kind, this.#store);
        } else if (!isSame(draft, stored)) {
          const saved = { ...draft, savedAt: Date.now() };
          this.#stored.set(kind, saved);
          await set(kind, saved, this.#store);
        }
      }
    } catch {}
  }
}

function isSame(draft: Omit<Draft, "savedAt">, stored: Draft | undefined): boolean {
  return draft.text === stored?.text && draft.instance === stored.instance && draft.basedOn === stored.basedOn;
}
