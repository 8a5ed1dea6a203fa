import type { CreatedOperator, Operator } from "../../../../contract/operators.ts";
import type { Settings, SettingsChanges } from "../../../../contract/settings.ts";
import type { Api } from "../../api/api.ts";
import { Signal } from "../../platform/signal.ts";

/** Settings and operators of the server; null until they are loaded. */
export class SettingsStore {
  readonly settings = new Signal<Settings | null>(null);
  readonly operators = new Signal<readonly Operator[] | null>(null);
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  async load(signal?: AbortSignal): Promise<void> {
    const options = signal === undefined ? {} : { signal };
    const [settings, { operators }] = await Promise.all([
      this.#api.json("GET /api/settings", options),
      this.#api.json("GET /api/operators", options),
    ]);
    this.#show(settings);
    this.operators.value = operators;
  }

  /** Saves changes. The server tests a new connection to Lime CRM first. */
  async save(changes: SettingsChanges, signal: AbortSignal): Promise<void> {
    this.#show(await this.#api.json("PUT /api/settings", { body: changes, signal }));
  }

  async createOperator(name: string, signal: AbortSignal): Promise<CreatedOperator> {
    const created = await this.#api.json("POST /api/operators", { body: { name }, signal });
    this.operators.value = [created.operator, ...(this.operators.value ?? [])];
    return created;
  }

  async revokeOperator(id: number, signal: AbortSignal): Promise<void> {
    await this.#api.json("DELETE /api/operators/:id", { params: { id }, signal });
    this.operators.value = this.operators.value?.filter((operator) => operator.id !== id) ?? null;
  }

  #show(settings: Settings): void {
    this.settings.value = settings;
    this.#api.takeSettings(settings);
  }
}
