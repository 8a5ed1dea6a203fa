import { ApiError } from "../../api/error.ts";
import { Signal } from "../../platform/signal.ts";
import type { App } from "../app.ts";

/** What the worker has: `GET /api/settings`. Of the API key it shows no more than its end. */
export interface Settings {
  lime: { url: string; apiKey: string } | null;
  sandbox: boolean;
  triggers: string[];
  addonOrigins: string[];
  mediaHosts: string[];
  rateLimit: { requests: number; seconds: number };
}

/** What is to change. */
export type SettingsChanges = Partial<Omit<Settings, "lime">> & { lime?: { url: string; apiKey?: string } | null };

/** Something that the worker does not take; `pointer` says what, as a JSON pointer into the changes. */
export interface SettingsProblem {
  pointer: string;
  message: string;
}

/** The settings of the worker: null until they were read. */
export class SettingsStore {
  readonly settings = new Signal<Settings | null>(null);
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async load(): Promise<void> {
    this.settings.set(await this.#app.api.json<Settings>("api/settings"));
  }

  /** Saves what is to change, if the worker takes it: a Lime CRM is asked first. */
  async save(changes: SettingsChanges): Promise<Settings> {
    const init = { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(changes) };
    const saved = await this.#app.api.json<Settings>("api/settings", init);
    this.settings.set(saved);
    return saved;
  }
}

/** What the worker has against each of the changes. */
export function problemsOf(error: unknown): SettingsProblem[] {
  if (!(error instanceof ApiError)) return [{ pointer: "", message: String((error as Error).message) }];
  const { problems, pointer } = error.details as { problems?: SettingsProblem[]; pointer?: string };
  return problems ?? [{ pointer: pointer ?? "", message: error.message }];
}
