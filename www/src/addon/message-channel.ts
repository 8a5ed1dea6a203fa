import { parseOrigins } from "./origins.ts";
import { type HostMessage, type HostToast, parseMessage } from "./protocol.ts";

/** So many messages wait until it is known who may talk to the page; more than the Message Center sends at the start. */
const MAX_QUEUED = 50;

interface QueuedMessage {
  origin: string;
  data: unknown;
}

/**
 * What the page that shows this one in a frame says to it. It listens from the moment it is made: the Message Center
 * speaks as soon as the frame has loaded, long before everything of the page is there.
 */
export class MessageChannel {
  /** Null until it is known. */
  #allowed: readonly string[] | null = null;
  #queue: QueuedMessage[] = [];
  #listener: ((message: HostMessage) => void) | null = null;
  /** Who was heard first: to nobody else is anything said. */
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

  /** The origin of the Message Center; null until it has said something. */
  get peerOrigin(): string | null {
    return this.#peerOrigin;
  }

  /**
   * Hears what has come and what will. Only the page's own origin and those that the server names are heard; the answer
   * says which.
   */
  async open(take: (message: HostMessage) => void): Promise<readonly string[]> {
    this.#allowed = [location.origin, ...(await allowedOrigins())];
    this.#listener = take;
    for (const letter of this.#queue.splice(0)) this.#receive(letter);
    return this.#allowed;
  }

  /** Says something to the Message Center. False: it has not been heard yet, so there is nobody to say it to. */
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

/** As the server says: the worker out of its settings, another one out of the file beside the page. */
async function allowedOrigins(): Promise<string[]> {
  try {
    const answer = await fetch("./addon.json", { credentials: "omit", cache: "no-cache" });
    return answer.ok ? parseOrigins(await answer.json()) : [];
  } catch {
    return [];
  }
}
