import { DurableObject } from "cloudflare:workers";
import { DeliveryError, fetchLimetypes } from "userlike-limeobject/delivery";
import type { ConfigurationVersionSummary } from "../../../../contract/configurations.ts";
import type { ReceivedConversation } from "../../../../contract/conversations.ts";
import type { DeadLetter } from "../../../../contract/dead-letters.ts";
import type { ErrorSummary } from "../../../../contract/errors.ts";
import type { Operator } from "../../../../contract/operators.ts";
import type { Settings } from "../../../../contract/settings.ts";
import { limeClient } from "../../crm/lime-client.ts";
import type { FetchedLimetypes, SavedLimetypes } from "../../crm/limetypes.ts";
import type { Env } from "../../platform/env.ts";
import { errorName, log } from "../../platform/log.ts";
import { Configurations } from "./configurations.ts";
import { ReceivedConversations } from "./conversations.ts";
import { Counters } from "./counters.ts";
import { DeadLetters } from "./dead-letters.ts";
import { Jobs } from "./jobs.ts";
import { LimetypesCache } from "./limetypes.ts";
import { Operators } from "./operators.ts";
import { SettingsStore } from "./settings.ts";
import type { ConversationUpdate, NewDeadLetter, OperatorUse, SavedConfiguration } from "./types.ts";

/** Time after a failure until limetypes are fetched again, in milliseconds. */
const FAILURE_PAUSE = 60_000;
const FETCH_TIMEOUT = 20_000;

/** The only object that holds what belongs to no single conversation. */
export class Workspace extends DurableObject<Env> {
  readonly #settings: SettingsStore;
  readonly #configurations: Configurations;
  readonly #limetypes: LimetypesCache;
  readonly #counters: Counters;
  readonly #conversations: ReceivedConversations;
  readonly #deadLetters: DeadLetters;
  readonly #jobs: Jobs;
  readonly #operators: Operators;
  /** Fetches in progress, shared by simultaneous requests. */
  readonly #fetching = new Map<string, Promise<FetchedLimetypes>>();
  readonly #failures = new Map<string, { at: number; error: ErrorSummary }>();

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    const { storage } = context;
    this.#settings = new SettingsStore(storage, env);
    this.#configurations = new Configurations(storage.sql);
    this.#limetypes = new LimetypesCache(storage);
    this.#counters = new Counters(storage.sql);
    this.#conversations = new ReceivedConversations(storage.sql);
    this.#deadLetters = new DeadLetters(storage.sql);
    this.#jobs = new Jobs(storage.sql);
    this.#operators = new Operators(storage.sql);
  }

  settings(): Settings {
    return this.#settings.read();
  }

  saveSettings(changes: Partial<Settings>): Settings {
    return this.#settings.save(changes);
  }

  /** Versions of the newest configuration, and of the limetypes of this Lime CRM. */
  versions(source: string | null): {
    configuration: number;
    limetypes: { version: number; fetchedAt: string } | null;
  } {
    return {
      configuration: this.#configurations.newest(),
      limetypes: source === null ? null : this.#limetypes.version(source),
    };
  }

  /** A version of the configuration. Default: the newest. */
  configuration(version?: number): SavedConfiguration | null {
    return this.#configurations.read(version ?? this.#configurations.newest());
  }

  configurations(): ConfigurationVersionSummary[] {
    return this.#configurations.list();
  }

  /** Saves a configuration that the mapper has accepted; null when the newest version is not `basedOn`. */
  saveConfiguration(
    text: string,
    basedOn: number | null,
    restoredFrom: number | null = null,
  ): SavedConfiguration | null {
    return this.#configurations.save(text, basedOn, restoredFrom);
  }

  limetypes(source: string): SavedLimetypes | null {
    return this.#limetypes.read(source);
  }

  /** Fetches the limetypes of the Lime CRM in use. If that fails, the stored ones are returned with the error. */
  async fetchLimetypes(force: boolean): Promise<FetchedLimetypes> {
    const lime = await limeClient(this.env, this.settings(), "http://localhost");
    if (lime === null) {
      return { limetypes: null, error: { code: "no-lime-crm", message: "no Lime CRM is entered in the settings" } };
    }
    const { source, crm } = lime;
    const failure = this.#failures.get(source);
    if (!force && failure !== undefined && Date.now() - failure.at < FAILURE_PAUSE) {
      return { limetypes: this.#limetypes.read(source), error: failure.error };
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

  async #fetch(source: string, crm: Parameters<typeof fetchLimetypes>[0]): Promise<FetchedLimetypes> {
    try {
      const limetypes = this.#limetypes.save(source, JSON.stringify(await fetchLimetypes(crm)));
      this.#failures.delete(source);
      return { limetypes, error: null };
    } catch (thrown) {
      log("warn", "limetypes-not-fetched", { error: errorName(thrown) });
      const code = thrown instanceof DeliveryError ? thrown.code : "internal";
      const error: ErrorSummary = { code, message: thrown instanceof Error ? thrown.message : String(thrown) };
      this.#failures.set(source, { at: Date.now(), error });
      return { limetypes: this.#limetypes.read(source), error };
    }
  }

  addCounts(counts: [key: string, by: number][]): void {
    this.#counters.add(counts);
  }

  counts(): { key: string; value: number }[] {
    return this.#counters.list();
  }

  /** Stores a change of a conversation's state. */
  updateConversation(conversation: number, update: ConversationUpdate): void {
    this.#conversations.update(conversation, update);
  }

  /** Latest change first; `before` is the revision of the last conversation of the previous page. */
  conversations(limit: number, before: number | null = null): (ReceivedConversation & { revision: number })[] {
    return this.#conversations.list(limit, before);
  }

  /** Returns the id of the dead letter. */
  addDeadLetter(deadLetter: NewDeadLetter): number {
    return this.#deadLetters.add(deadLetter);
  }

  /** Newest first; `before` is the id of the last dead letter of the previous page. */
  deadLetters(limit: number, before: number | null = null): DeadLetter[] {
    return this.#deadLetters.list(limit, before);
  }

  deadLetter(id: number): DeadLetter | null {
    return this.#deadLetters.read(id);
  }

  /** Returns whether it existed. */
  removeDeadLetter(id: number): boolean {
    return this.#deadLetters.remove(id);
  }

  /** Stores the hash of a new operator's secret. Null when an operator has that name. */
  addOperator(name: string, hash: ArrayBuffer): Operator | null {
    return this.#operators.add(name, hash);
  }

  /** Newest first. */
  operators(): Operator[] {
    return this.#operators.list();
  }

  /** Returns whether it existed. */
  removeOperator(id: number): boolean {
    return this.#operators.remove(id);
  }

  /** Notes a request of an operator. Null when the secret's hash is another, or the operator was removed. */
  useOperator(id: number, hash: ArrayBuffer): OperatorUse | null {
    return this.#operators.use(id, hash);
  }

  addJob(id: string): void {
    this.#jobs.add(id);
  }

  /** Newest first; `before` is the number of the last job of the previous page. */
  jobs(limit: number, before: number | null = null): { number: number; id: string }[] {
    return this.#jobs.list(limit, before);
  }
}
