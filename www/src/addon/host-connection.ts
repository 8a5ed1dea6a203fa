import { parseOrigins } from "./origins.ts";
import { type HostMessage, type HostToast, parseMessage } from "./protocol.ts";

/**
 * Number of messages that are queued until the permitted origins are known; more than the Message Center sends at the
 * start.
 */
const MAX_QUEUED = 50;

interface QueuedMessage {
  origin: string;
  data: unknown;
}

/**
 * Messages from and to the page that embeds this one. Listening starts in the constructor, because the Message Center
 * posts as soon as the frame has loaded, before the rest of the page is ready.
 */
export class HostConnection {
  /** Null while the permitted origins are unknown. */
  #allowed: readonly string[] | null = null;
  #queue: QueuedMessage[] = [];
  #listener: ((message: HostMessage) => void) | null = null;
  /** Origin of the first accepted message; messages are posted to this origin only. */
  #peerOrigin: string | null = null;

  constructor() {
    if (!this.inFrame) return;
    window.addEventListener("message", ({ source, origin, data }) => {
      if (source !== window.parent) return;
      if (this.#allowed === null || this.#listener === null) {
        if (this.#queue.length < MAX_QUEUED) this.#queue.push({ origin, data });
      } else this.#receive({ origin, data });
    });
  }

  get inFrame(): boolean {
    return window.parent !== window;
  }

  /** Origin of the Message Center; null before its first message. */
  get peerOrigin(): string | null {
    return this.#peerOrigin;
  }

  /**
   * Delivers queued and further messages to `listener`. Accepts only the page's own origin and those that the server
   * lists. Returns the permitted origins.
   */
  async open(take: (message: HostMessage) => void): Promise<readonly string[]> {
    this.#allowed = [location.origin, ...(await allowedOrigins())];
    this.#listener = take;
    for (const letter of this.#queue.splice(0)) this.#receive(letter);
    return this.#allowed;
  }

  /** Posts a toast to the Message Center. Returns false when the Message Center has not sent a message yet. */
  post(toast: HostToast): boolean {
    if (this.#peerOrigin === null) return false;
    window.parent.postMessage(toast, this.#peerOrigin);
    return true;
  }

  #receive({ origin, data }: QueuedMessage): void {
    if (!this.#allowed?.includes(origin) || (this.#peerOrigin !== null && this.#peerOrigin !== origin)) return;
    const message = parseMessage(data);
    if (message === null) return;
    this.#peerOrigin = origin;
    this.#listener?.(message);
  }
}

/** Fetches the permitted origins: the worker answers them from its settings, a static server from a file. */
async function allowedOrigins(): Promise<string[]> {
  try {
    const answer = await fetch("./addon.json", { credentials: "omit", cache: "no-cache" });
    return answer.ok ? parseOrigins(await answer.json()) : [];
  } catch {
    return [];
  }
}
