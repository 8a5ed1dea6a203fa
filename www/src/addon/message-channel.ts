import { readOrigins } from "./origins.ts";
import { type Message, readMessage, type Toast } from "./protocol.ts";

/** So many messages wait until it is known who may talk to the page; more than the Message Center sends at the start. */
const MOST_WAITING = 50;

interface Letter {
  origin: string;
  data: unknown;
}

/**
 * What the page that shows this one in a frame says to it. It listens from the moment it is made: the Message Center
 * speaks as soon as the frame has loaded, long before everything of the page is there.
 */
export class Inbox {
  /** Null until it is known. */
  #allowed: readonly string[] | null = null;
  #waiting: Letter[] = [];
  #take: ((message: Message) => void) | null = null;
  /** Who was heard first: to nobody else is anything said. */
  #partner: string | null = null;

  constructor() {
    if (!this.inFrame) return;
    window.addEventListener("message", ({ source, origin, data }) => {
      if (source !== window.parent) return;
      if (this.#allowed === null || this.#take === null) {
        if (this.#waiting.length < MOST_WAITING) this.#waiting.push({ origin, data });
      } else this.#hear({ origin, data });
    });
  }

  get inFrame(): boolean {
    return window.parent !== window;
  }

  /** The origin of the Message Center; null until it has said something. */
  get partner(): string | null {
    return this.#partner;
  }

  /**
   * Hears what has come and what will. Only the page's own origin and those that the server names are heard; the answer
   * says which.
   */
  async open(take: (message: Message) => void): Promise<readonly string[]> {
    this.#allowed = [location.origin, ...(await allowedOrigins())];
    this.#take = take;
    for (const letter of this.#waiting.splice(0)) this.#hear(letter);
    return this.#allowed;
  }

  /** Says something to the Message Center. False: it has not been heard yet, so there is nobody to say it to. */
  tell(toast: Toast): boolean {
    if (this.#partner === null) return false;
    window.parent.postMessage(toast, this.#partner);
    return true;
  }

  #hear({ origin, data }: Letter): void {
    if (!this.#allowed?.includes(origin) || (this.#partner !== null && this.#partner !== origin)) return;
    const message = readMessage(data);
    if (message === null) return;
    this.#partner = origin;
    this.#take?.(message);
  }
}

/** As the server says: the worker out of its settings, another one out of the file beside the page. */
async function allowedOrigins(): Promise<string[]> {
  try {
    const answer = await fetch("./addon.json", { credentials: "omit", cache: "no-cache" });
    return answer.ok ? readOrigins(await answer.json()) : [];
  } catch {
    return [];
  }
}
