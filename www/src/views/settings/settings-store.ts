import type { SettingsProblem } from "../../../../contract/error-body.ts";
import type { Settings, SettingsChanges } from "../../../../contract/settings.ts";
import { ApiError } from "../../api/error.ts";
import { Signal } from "../../platform/signal.ts";
import type { App } from "../app.ts";

/** Settings of the worker; null until they are loaded. */
export class SettingsStore {
  readonly settings = new Signal<Settings | null>(null);
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async load(): Promise<void> {
    this.#show(await this.#app.api.json("GET /api/settings"));
  }

  /** Saves changes. The worker tests a new connection to Lime CRM first. */
  async save(changes: SettingsChanges): Promise<Settings> {
    const saved = await this.#app.api.json("PUT /api/settings", { body: changes });
    this.#show(saved);
    return saved;
  }

  #show(settings: Settings): void {
    this.settings.value = settings;
    this.#app.connectionMonitor.show(settings);
  }
}

/** Returns the problems in an error of the worker. */
export function problemsOf(error: unknown): SettingsProblem[] {
  if (!(error instanceof ApiError)) return [{ pointer: "", message: String((error as Error).message) }];
  const { problems, pointer } = error.details;
  return (
    problems?.map(({ pointer, message }) => ({ pointer, message })) ?? [
      { pointer: pointer ?? "", message: error.message },
    ]
  );
}
