// Where conversations would be sent, in one word, from what the worker says.

import { Signal } from "../platform/signal.ts";
import type { Api } from "./api.ts";

export interface Connection {
  is: "checking" | "static" | "locked" | "sandbox" | "ready";
  /** Of the Lime CRM in use; empty where there is none. */
  url: string;
}

/** What the page needs to know of the settings; see edge/src/settings.ts. */
interface Settings {
  lime: { url: string } | null;
  sandbox: boolean;
}

/** Follows the worker's status. Call `refresh` after the settings were changed. */
export class Connecting {
  readonly connection = new Signal<Connection>({ is: "checking", url: "" });
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    api.status.watch(() => void this.refresh());
  }

  async refresh(): Promise<void> {
    const is = this.#api.status.value;
    if (is !== "ready") {
      this.connection.set({ is, url: "" });
      return;
    }
    try {
      const { lime, sandbox } = await this.#api.json<Settings>("api/settings");
      this.connection.set(sandbox || lime === null ? { is: "sandbox", url: "" } : { is: "ready", url: lime.url });
    } catch {
      // The status says it already.
    }
  }
}
