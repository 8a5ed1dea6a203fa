// Where conversations would be sent, as the worker's settings say.

import type { Settings } from "../../../contract/settings.ts";
import { Signal } from "../platform/signal.ts";
import type { Api, Status } from "./api.ts";

export interface Connection {
  /** `ready`: a real Lime CRM. */
  is: Status | "sandbox";
  /** URL of the Lime CRM in use; empty where there is none. */
  url: string;
}

/** Follows the worker's status. Call `show` after the settings have changed. */
export class ConnectionMonitor {
  readonly connection = new Signal<Connection>({ is: "checking", url: "" });
  /** Hosts that the worker may fetch media files from; undefined while they are not known. */
  readonly mediaHosts = new Signal<readonly string[] | undefined>(undefined);
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    api.status.subscribe(() => void this.#refresh());
  }

  /** Takes over settings that the worker has answered. */
  show({ lime, sandbox, mediaHosts }: Settings): void {
    this.connection.value = sandbox || lime === null ? { is: "sandbox", url: "" } : { is: "ready", url: lime.url };
    this.mediaHosts.value = mediaHosts;
  }

  async #refresh(): Promise<void> {
    const is = this.#api.status.value;
    if (is !== "ready") {
      this.connection.value = { is, url: "" };
      this.mediaHosts.value = undefined;
      return;
    }
    try {
      this.show(await this.#api.json("GET /api/settings"));
    } catch {
      // The status of the API shows the failure.
    }
  }
}
