// Where conversations would be sent, as the worker's settings say.

import { Signal } from "../platform/signal.ts";
import type { Api, Status } from "./api.ts";

export interface Connection {
  /** `ready`: a real Lime CRM. */
  is: Status | "sandbox";
  /** URL of the Lime CRM in use; empty where there is none. */
  url: string;
}

/** Follows the worker's status. Call `refresh` after the settings have changed. */
export class ConnectionMonitor {
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
      const { lime, sandbox } = await this.#api.json("GET /api/settings");
      this.connection.set(sandbox || lime === null ? { is: "sandbox", url: "" } : { is: "ready", url: lime.url });
    } catch {
      // The status of the API shows the failure.
    }
  }
}
