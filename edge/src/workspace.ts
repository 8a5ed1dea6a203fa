import { DurableObject } from "cloudflare:workers";
import type { DeliveryError } from "userlike-limeobject/delivery";
import { fetchLimetypes } from "userlike-limeobject/delivery";
import type { Env } from "./env.ts";
import { limeOf } from "./lime.ts";
import { log, reason } from "./log.ts";
import { completed, type Settings } from "./settings.ts";
import { Configurations } from "./workspace/configurations.ts";
import { ReceivedConversations } from "./workspace/conversations.ts";
import { Counters } from "./workspace/counters.ts";
import { DeadLetters } from "./workspace/dead-letters.ts";
import { Jobs } from "./workspace/jobs.ts";
import { LimetypesCache } from "./workspace/limetypes.ts";
import type {
  ConversationNote,
  DeadLetter,
  ReceivedConversation,
  SavedConfiguration,
  SavedLimetypes,
} from "./workspace/records.ts";

/** The limetypes, or why there are none. Errors keep their code only as a value: what is thrown loses it on its way. */
export interface LimetypesAnswer {
  /** Null only with an error; with an error, those that were known before. */
  limetypes: SavedLimetypes | null;
  error: { code: string; message: string } | null;
}

/** After a failure, Lime CRM is not asked for its limetypes again for so long, in milliseconds. */
const PAUSE = 60_000;
const FETCH_TIMEOUT = 20_000;

/** The one object that holds what belongs to no single conversation. */
export class Workspace extends DurableObject<Env> {
  readonly #configurations: Configurations;
  readonly #limetypes: LimetypesCache;
  readonly #counters: Counters;
  readonly #conversations: ReceivedConversations;
  readonly #deadLetters: DeadLetters;
  readonly #jobs: Jobs;
  /** Fetches that are on their way, so that many who need the limetypes at once ask Lime CRM once. */
  readonly #fetching = new Map<string, Promise<LimetypesAnswer>>();
  readonly #failed = new Map<string, { at: number; error: { code: string; message: string } }>();

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    const { sql } = context.storage;
    sql.exec("CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
    this.#configurations = new Configurations(sql);
    this.#limetypes = new LimetypesCache(context.storage);
    this.#counters = new Counters(sql);
    this.#conversations = new ReceivedConversations(sql);
    this.#deadLetters = new DeadLetters(sql);
    this.#jobs = new Jobs(sql);
  }

  settings(): Settings {
    const rows = this.ctx.storage.sql.exec<{ name: string; value: string }>("SELECT name, value FROM setting");
    return completed(Object.fromEntries([...rows].map(({ name, value }) => [name, JSON.parse(value)])), this.env);
  }

  /** Changes the settings that are given. */
  saveSettings(changes: Partial<Settings>): Settings {
    this.ctx.storage.transactionSync(() => {
      for (const [name, value] of Object.entries(changes)) {
        this.ctx.storage.sql.exec("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, JSON.stringify(value));
      }
    });
    return this.settings();
  }

  /** The newest configuration, and the limetypes of this Lime CRM, by their versions alone. */
  versions(source: string | null): {
    configuration: number;
    limetypes: { version: number; fetchedAt: string } | null;
  } {
    return {
      configuration: this.#configurations.newest(),
      limetypes: source === null ? null : this.#limetypes.version(source),
    };
  }

  /** This version of the configuration, or the newest. */
  configuration(version?: number): SavedConfiguration | null {
    return this.#configurations.read(version ?? this.#configurations.newest());
  }

  configurations(): { version: number; savedAt: string; restored: number | null }[] {
    return this.#configurations.list();
  }

  /**
   * Saves a configuration that the mapper has accepted; null when it was made on top of another version than the newest.
   */
  saveConfiguration(text: string, onTopOf: number | null, restored: number | null = null): SavedConfiguration | null {
    return this.#configurations.save(text, onTopOf, restored);
  }

  limetypes(source: string): SavedLimetypes | null {
    return this.#limetypes.read(source);
  }

  /** Asks the Lime CRM of the settings for its limetypes. What was known before is kept when it does not answer. */
  async fetchLimetypes(force: boolean): Promise<LimetypesAnswer> {
    const lime = await limeOf(this.env, this.settings(), "http://localhost");
    if (lime === null) {
      return { limetypes: null, error: { code: "no-lime-crm", message: "no Lime CRM is entered in the settings" } };
    }
    const { source, crm } = lime;
    const failed = this.#failed.get(source);
    if (!force && failed !== undefined && Date.now() - failed.at < PAUSE) {
      return { limetypes: this.#limetypes.read(source), error: failed.error };
    }
    const running = this.#fetching.get(source);
    if (running !== undefined) return await running;
    const fetching = this.#fetch(source, { ...crm, timeout: FETCH_TIMEOUT });
    this.#fetching.set(source, fetching);
    try {
      return await fetching;
    } finally {
      this.#fetching.delete(source);
    }
  }

  async #fetch(source: string, crm: Parameters<typeof fetchLimetypes>[0]): Promise<LimetypesAnswer> {
    try {
      const limetypes = this.#limetypes.save(source, JSON.stringify(await fetchLimetypes(crm)));
      this.#failed.delete(source);
      return { limetypes, error: null };
    } catch (thrown) {
      log("warn", "limetypes-not-fetched", { reason: reason(thrown) });
      const { code = "internal", message } = thrown as Partial<DeliveryError> & Error;
      const error = { code, message };
      this.#failed.set(source, { at: Date.now(), error });
      return { limetypes: this.#limetypes.read(source), error };
    }
  }

  addCounts(counted: [key: string, by: number][]): void {
    this.#counters.add(counted);
  }

  counts(): { key: string; value: number }[] {
    return this.#counters.list();
  }

  /** A conversation came in, or what became of it changed. */
  noteConversation(conversation: number, note: ConversationNote): void {
    this.#conversations.note(conversation, note);
  }

  /** The latest change first; `before` is the `change` at which the page before ended. */
  conversations(limit: number, before: number | null = null): (ReceivedConversation & { change: number })[] {
    return this.#conversations.list(limit, before);
  }

  /** Keeps a delivery that was given up; the same message twice is one letter. Answers its id. */
  addDeadLetter(letter: Omit<DeadLetter, "id" | "at">): number {
    return this.#deadLetters.add(letter);
  }

  /** The newest first; `before` is the id at which the page before ended. */
  deadLetters(limit: number, before: number | null = null): DeadLetter[] {
    return this.#deadLetters.list(limit, before);
  }

  deadLetter(id: number): DeadLetter | null {
    return this.#deadLetters.read(id);
  }

  /** Whether it was there. */
  removeDeadLetter(id: number): boolean {
    return this.#deadLetters.remove(id);
  }

  addJob(id: string): void {
    this.#jobs.add(id);
  }

  /** The newest first; `before` is the `n` at which the page before ended. */
  jobs(limit: number, before: number | null = null): { n: number; id: string }[] {
    return this.#jobs.list(limit, before);
  }
}
