import type { Settings } from "../../../../contract/settings.ts";
import { type Env, sandboxOf } from "../../platform/env.ts";
import { limeRate, mediaHosts } from "../../platform/variables.ts";

const ADDON_ORIGINS = ["https://userlike.com", "https://www.userlike.com", "https://lime-connect.com"];

/** The saved settings, with the variables' values or defaults for the others. */
export class SettingsStore {
  readonly #storage: DurableObjectStorage;
  readonly #env: Env;

  constructor(storage: DurableObjectStorage, env: Env) {
    this.#storage = storage;
    this.#env = env;
    storage.sql.exec("CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
  }

  read(): Settings {
    const records = this.#storage.sql.exec<{ name: string; value: string }>("SELECT name, value FROM setting");
    const saved: Partial<Settings> = Object.fromEntries(
      [...records].map(({ name, value }) => [name, JSON.parse(value)]),
    );
    const settings: Settings = {
      lime: null,
      sandbox: true,
      triggers: ["$lime", "conversation.ended"],
      addonOrigins: ADDON_ORIGINS,
      mediaHosts: mediaHosts(this.#env),
      rateLimit: limeRate(this.#env),
      ...saved,
    };
    return { ...settings, sandbox: settings.sandbox && sandboxOf(this.#env) !== undefined };
  }

  save(changes: Partial<Settings>): Settings {
    this.#storage.transactionSync(() => {
      for (const [name, value] of Object.entries(changes)) {
        this.#storage.sql.exec("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, JSON.stringify(value));
      }
    });
    return this.read();
  }
}
