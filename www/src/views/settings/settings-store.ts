import { ApiError } from "../../api/error.ts";
import { Signal } from "../../platform/signal.ts";
import type { App } from "../app.ts";

/** Answer of `GET /api/settings`. The API key is masked. */
export interface Settings {
  lime: { url: string; apiKey: string } | null;
  sandbox: boolean;
  triggers: string[];
  addonOrigins: string[];
  mediaHosts: string[];
  rateLimit: { requests: number; seconds: number };
}

/** Settings to change. */
export type SettingsChanges = Partial<Omit<Settings, "lime">> & { lime?: { url: string; apiKey?: string } | null };

/** A setting that the worker does not accept; `pointer` is a JSON pointer into the changes. */
export interface SettingsProblem {
  pointer: string;
  message: string;
}

/** Settings of the worker; null until they are loaded. */
export class SettingsStore {
  readonly settings = new Signal<Settings | null>(null);
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async load(): Promise<void> {
    this.settings.set(await this.#app.api.json<Settings>("api/settings"));
  }

  /** Saves changes. The worker tests a new connection to Lime CRM first. */
  async save(changes: SettingsChanges): Promise<Settings> {
    const init = { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(changes) };
    const saved = await this.#app.api.json<Settings>("api/settings", init);
    this.settings.set(saved);
    return saved;
  }
}

/** Returns the problems in an error of the worker. */
export function problemsOf(error: unknown): SettingsProblem[] {
  if (!(error instanceof ApiError)) return [{ pointer: "", message: String((error as Error).message) }];
  const { problems, pointer } = error.details as { problems?: SettingsProblem[]; pointer?: string };
  return problems ?? [{ pointer: pointer ?? "", message: error.message }];
}
