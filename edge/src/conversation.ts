import { DurableObject } from "cloudflare:workers";
import type { Preview, Receipt } from "userlike-limeobject";
import { connect, type DeliverOptions, DeliveryError, type DeliveryStep, deliver } from "userlike-limeobject/delivery";
import { Chunks } from "./chunks.ts";
import type { ConversationStatus, Send, SendError, Submission, Submitted } from "./conversation/records.ts";
import { type OwnSend, Sends, shown } from "./conversation/sends.ts";
import { troubleOf } from "./conversation/trouble.ts";
import { type Env, workspaceOf } from "./env.ts";
import { currentLime, type Lime } from "./lime.ts";
import { log } from "./log.ts";
import { withMapper } from "./mapper.ts";
import { count, flush } from "./metrics.ts";
import { timing } from "./timing.ts";
import type { ConversationNote, DeadLetter, Way } from "./workspace/records.ts";

/** How often one step of a delivery is tried at once; after that, the whole delivery is put off. */
const STEP_ATTEMPTS = 5;
/** So often may the process go away under a send before it is given up. */
const INTERRUPTIONS = 20;
/** How many callbacks are remembered, to know them again. */
const ASKED = 500;

/**
 * One conversation: its newest payload, and the sends of it, one after the other. Its name is the conversation's id.
 *
 * The work is done beside the requests that ask for it. Before it begins, and before every write to Lime CRM, an alarm is
 * set: should the process go away, the alarm finds the send unfinished and goes on from the state that was kept.
 */
export class Conversation extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  readonly #sends: Sends;
  readonly #payloads: Chunks;
  readonly #states: Chunks;
  #working = false;
  #noted: Promise<void> = Promise.resolve();
  /** Who waits for the end of a send. */
  readonly #waiting = new Map<number, Set<() => void>>();

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    this.#sql = context.storage.sql;
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS payload (
        version INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL, bytes INTEGER NOT NULL, received_at TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS asked (
        id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, send INTEGER NOT NULL)`);
    this.#sends = new Sends(this.#sql);
    this.#payloads = new Chunks(this.#sql, "payload_part");
    this.#states = new Chunks(this.#sql, "state_part");
  }

  /** Takes a payload, or the one that is here, to be sent. Answers at once; `outcome` waits for the end. */
  async submit(submission: Submission): Promise<Submitted> {
    const { conversation, goal, way, origin, options, payload, once, start } = submission;
    const hash = payload === null ? "" : await digest(payload);
    const submitted = this.ctx.storage.transactionSync((): Submitted => {
      this.#remember("conversation", String(conversation));
      const earlier = once === undefined ? null : this.#asked(`${once} ${hash}`);
      if (earlier !== null) return { send: earlier, is: "duplicate" };
      const version = payload === null ? this.#newestPayload() : this.#keepPayload(payload, hash);
      if (version === null && goal === "send") return { send: null, is: "unknown" };
      // What waits to be tried again is tried at once, rather than done twice, when somebody asks for it once more.
      const same = start ? this.#sends.same(goal, options, version) : null;
      if (start) this.#sends.wake();
      if (same !== null) return { send: same, is: "joined" };
      const first = this.#sends.first();
      const nextAt = first?.status === "waiting" && first.nextAt !== null ? Date.parse(first.nextAt) : null;
      const send = this.#sends.add({ goal, way, options, payload: version, origin, nextAt });
      if (once !== undefined) this.#rememberAsked(`${once} ${hash}`, send);
      return { send, is: "new" };
    });
    if (submitted.send === null) return submitted;
    if (submitted.is === "new") {
      count("userlike_limeobject_received_total", { way });
      this.#note({ way, state: "queued" });
    }
    if (start) this.#work();
    else await this.#arm();
    this.ctx.waitUntil(flush(this.env));
    return submitted;
  }

  /** Begins with what stands in line. A send that was put off is not begun before its time. */
  start(): void {
    this.#work();
  }

  /**
   * The send when it is at its end, or put off, or after `patience` milliseconds, as it is then. Null: there is no such
   * send.
   */
  async outcome(send: number, patience: number): Promise<Send | null> {
    const end = Date.now() + patience;
    for (;;) {
      const found = this.#sends.read(send);
      const left = end - Date.now();
      if (found === null) return null;
      if ((found.status !== "queued" && found.status !== "running") || left <= 0) return shown(found);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, left);
        const waiting = this.#waiting.get(send) ?? new Set();
        this.#waiting.set(send, waiting.add(done));
        function done() {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        }
      });
    }
  }

  /**
   * Lets a send that has failed stand in line again, with the newest payload. False: there is no such send, or it has
   * not failed.
   */
  async again(send: number, way: Way): Promise<boolean> {
    const found = this.#sends.read(send);
    if (found?.status !== "failed") return false;
    this.#sends.again(send, way, found.goal === "connect" ? null : this.#newestPayload());
    this.#note({ way, state: "queued" });
    await this.#arm();
    return true;
  }

  /** Takes a send out of the line. False: it is under way, or at its end, or there is none. */
  cancel(send: number): boolean {
    const found = this.#sends.read(send);
    if (found?.status !== "queued" && found?.status !== "waiting") return false;
    this.#end(found, { code: "cancelled", message: "it was cancelled before it began" }, false);
    return true;
  }

  /** Ends a send that nobody could even begin. Null: it is at its end anyway, or there is none. */
  giveUp(send: number, error: SendError): Send | null {
    const found = this.#sends.read(send);
    if (found === null || found.status === "done" || found.status === "failed" || this.#working) return null;
    this.#end(found, error, true);
    return this.#sends.read(send);
  }

  /** What is known of the conversation; null: nothing. No contents. */
  status(): ConversationStatus | null {
    const conversation = this.#fact("conversation");
    if (conversation === null) return null;
    const sends = this.#sends.list();
    const [payload] = this.#sql.exec<{ bytes: number; received_at: string }>(
      "SELECT bytes, received_at FROM payload ORDER BY version DESC LIMIT 1",
    );
    const receivedAt = payload?.received_at ?? sends.at(-1)?.requestedAt ?? "";
    return { conversation: Number(conversation), receivedAt, bytes: payload?.bytes ?? null, sends };
  }

  /** The newest payload; null when there is none. */
  payload(): Uint8Array | null {
    const version = this.#newestPayload();
    return version === null ? null : this.#payloads.read(version);
  }

  override async alarm(): Promise<void> {
    this.#work();
    await this.#arm();
  }

  /** Works off what stands in line, beside the request that asks for it; never twice at once. */
  #work(): void {
    if (this.#working) return;
    this.#working = true;
    this.ctx.waitUntil(
      this.#workOff()
        .catch((error) => log("error", "conversation-broke", { reason: String(error?.name) }))
        .finally(async () => {
          this.#working = false;
          await this.#arm();
          await flush(this.env);
        }),
    );
  }

  async #workOff(): Promise<void> {
    for (let send = this.#next(); send !== null; send = this.#next()) {
      this.#sends.begin(send.send);
      await this.#arm();
      if (send.interruptions >= INTERRUPTIONS) {
        const message = `the worker was interrupted ${INTERRUPTIONS} times while it sent this; look into its log, then send it again`;
        this.#end(send, { code: "interrupted", message });
        continue;
      }
      try {
        this.#end(send, await this.#deliver(send));
      } catch (thrown) {
        await this.#failed(send.send, thrown);
      }
    }
  }

  #next(): OwnSend | null {
    const first = this.#sends.first();
    return first === null || this.#dueAt(first) > Date.now() ? null : first;
  }

  /** When a send that nobody works on may be begun. */
  #dueAt({ status, nextAt, updatedAt }: OwnSend): number {
    // The process went away. What it had sent last may still be on its way, and is let arrive before anybody looks.
    if (status === "running") return Date.parse(updatedAt) + timing(this.env).resume;
    return nextAt === null ? 0 : Date.parse(nextAt);
  }

  async #deliver(send: OwnSend): Promise<Receipt> {
    const lime = await currentLime(this.env, send.origin, isBulk(send) ? "bulk" : "now");
    const { source, crm, fetchFile } = lime;
    const { existing, onlyIfChanged, limeobject } = send.options;
    const options: DeliverOptions = {
      ...crm,
      fetchFile,
      attempts: STEP_ATTEMPTS,
      existing: existing ?? "keep",
      // What was begun and can't be gone on with may have its note already.
      onlyIfChanged: onlyIfChanged === true || send.wrote,
      onStep: (step) => this.#keep(send.send, source, step),
    };
    const run = (preview: Preview | null, more: DeliverOptions) =>
      send.goal === "connect"
        ? connect(preview, limeobject ?? 0, more)
        : deliver(preview, limeobject === undefined ? more : { ...more, limeobject });
    const state = send.source === source ? this.#states.readText(send.send) : null;
    if (state !== null) {
      try {
        return await run(null, { ...options, resume: state });
      } catch (error) {
        if (!(error instanceof DeliveryError && error.code === "bad-state")) throw error;
        this.#states.remove(send.send);
      }
    }
    const preview = await this.#preview(send, lime);
    const receipt = await run(preview, options);
    // Later sends that name no instance go where the conversation is now.
    if (send.options.instance !== undefined) this.#remember("instance", send.options.instance);
    return receipt;
  }

  async #preview({ goal, options, payload: version }: OwnSend, lime: Lime): Promise<Preview> {
    const payload =
      goal === "connect"
        ? `{"id":${this.#fact("conversation")}}`
        : version === null
          ? null
          : this.#payloads.read(version);
    if (payload === null) throw new Error("the payload is gone");
    const earlier = this.#fact("instance");
    return await withMapper(this.env, lime, (mapper) => {
      const instance = options.instance ?? earlier;
      const preview = mapper.preview(payload, instance === null ? {} : { instance });
      // The configuration may have lost the instance of an earlier command.
      return preview.instance === null && options.instance === undefined ? mapper.preview(payload) : preview;
    });
  }

  /** Keeps the state where it could not be found out again, and gives the alarm time from here. */
  async #keep(send: number, source: string, { phase, writes, task, state }: DeliveryStep): Promise<void> {
    if (!writes && phase !== "waiting") return;
    this.#sends.proceed(send, task, source, phase === "sending");
    this.#states.write(send, new TextEncoder().encode(state));
    await this.#arm();
  }

  async #failed(id: number, thrown: unknown): Promise<void> {
    const send = this.#sends.read(id);
    if (send === null) return;
    const { error, passing, state } = troubleOf(thrown);
    if (state === null) this.#states.remove(id);
    else if (state !== undefined) this.#states.write(id, new TextEncoder().encode(state));
    const { attempts, pause } = timing(this.env);
    if (!passing || send.attempts >= attempts) return this.#end(send, error);
    const wait = pause(send.attempts);
    const putOff = this.#sends.putOff(id, Date.now() + wait, error);
    count("userlike_limeobject_retries_total");
    log("warn", "delivery-put-off", { ...this.#ids(send), code: error.code, attempts: send.attempts, wait });
    this.#note({ way: send.way, state: "waiting", error });
    for (const other of putOff) this.#tell(other);
    // A bulk job comes back by itself; everything else goes through the queue once more.
    if (!isBulk(send)) {
      const message = { conversation: Number(this.#fact("conversation")), send: id };
      await this.env.DELIVERIES.send(message, { delaySeconds: Math.ceil(wait / 1000) }).catch(() => {});
    }
  }

  /** `unseen`: nobody waits for the outcome of this send. */
  #end(send: OwnSend, outcome: Receipt | SendError, unseen = send.way === "webhook" || send.way === "redrive"): void {
    const { way } = send;
    const attempts = this.#sends.read(send.send)?.attempts ?? send.attempts;
    if ("url" in outcome) {
      this.#sends.finish(send.send, outcome);
      count("userlike_limeobject_deliveries_total", { outcome: outcome.created ? "created" : "updated" });
      log("info", "delivered", { ...this.#ids(send), created: outcome.created, limeobject: outcome.ids.limeobject });
      this.#note({ way, state: "delivered", url: outcome.url });
      this.#states.remove(send.send);
    } else {
      this.#sends.fail(send.send, outcome);
      count("userlike_limeobject_deliveries_total", { outcome: "failed" });
      log("warn", "delivery-failed", { ...this.#ids(send), code: outcome.code, attempts });
      this.#note({ way, state: "failed", error: { code: outcome.code, message: outcome.message } });
      if ((unseen || attempts > 1) && !isBulk(send)) this.#bury(send.send, attempts, outcome);
    }
    this.#forgetPayloads();
    this.#tell(send.send);
  }

  /** Nobody is told of this failure, so it is kept where it will be seen. */
  #bury(send: number, attempts: number, { code, message }: SendError): void {
    count("userlike_limeobject_dead_letters_total");
    const conversation = Number(this.#fact("conversation"));
    const letter: Omit<DeadLetter, "id" | "at"> = {
      conversation,
      attempts,
      error: { code, message },
      message: JSON.stringify({ conversation, send }),
    };
    this.ctx.waitUntil(workspaceOf(this.env).addDeadLetter(letter));
  }

  #tell(send: number): void {
    for (const done of this.#waiting.get(send) ?? []) done();
    this.#waiting.delete(send);
  }

  /** One after the other, for the last one counts. The list of conversations is not worth failing for. */
  #note(note: ConversationNote): void {
    const conversation = Number(this.#fact("conversation"));
    const noted = async () => workspaceOf(this.env).noteConversation(conversation, note);
    this.#noted = this.#noted.then(noted).catch(() => {});
    this.ctx.waitUntil(this.#noted);
  }

  /** Sets the alarm for what is left to be done; for work that is under way, for when it should have got on. */
  async #arm(): Promise<void> {
    const { resume, unclaimed } = timing(this.env);
    const first = this.#sends.first();
    if (first === null) return await this.ctx.storage.deleteAlarm();
    const now = Date.now();
    let due = this.#dueAt(first);
    if (this.#working) due = now + resume;
    // It is begun by the queue's message; but that may be lost.
    else if (first.status === "queued") due = now + unclaimed;
    else if (first.status === "waiting") due += resume;
    await this.ctx.storage.setAlarm(due);
  }

  #asked(key: string): number | null {
    return [...this.#sql.exec<{ send: number }>("SELECT send FROM asked WHERE key = ?", key)][0]?.send ?? null;
  }

  #rememberAsked(key: string, send: number): void {
    const { id } = this.#sql
      .exec<{ id: number }>("INSERT INTO asked (key, send) VALUES (?, ?) RETURNING id", key, send)
      .one();
    this.#sql.exec("DELETE FROM asked WHERE id <= ?", id - ASKED);
  }

  #newestPayload(): number | null {
    const { version } = this.#sql.exec<{ version: number | null }>("SELECT max(version) AS version FROM payload").one();
    return version;
  }

  #keepPayload(payload: Uint8Array, hash: string): number {
    const [newest] = this.#sql.exec<{ version: number; hash: string }>(
      "SELECT version, hash FROM payload ORDER BY version DESC LIMIT 1",
    );
    if (newest?.hash === hash) return newest.version;
    const { version } = this.#sql
      .exec<{ version: number }>(
        "INSERT INTO payload (hash, bytes, received_at) VALUES (?, ?, ?) RETURNING version",
        hash,
        payload.byteLength,
        new Date().toISOString(),
      )
      .one();
    this.#payloads.write(version, payload);
    return version;
  }

  /** Keeps the newest, and those that are still to be sent. */
  #forgetPayloads(): void {
    const needed = this.#sends.payloads();
    const newest = this.#newestPayload();
    for (const { version } of this.#sql.exec<{ version: number }>("SELECT version FROM payload").toArray()) {
      if (version === newest || needed.has(version)) continue;
      this.#sql.exec("DELETE FROM payload WHERE version = ?", version);
      this.#payloads.remove(version);
    }
  }

  #fact(name: "conversation" | "instance"): string | null {
    return [...this.#sql.exec<{ value: string }>("SELECT value FROM fact WHERE name = ?", name)][0]?.value ?? null;
  }

  #remember(name: "conversation" | "instance", value: string): void {
    this.#sql.exec("INSERT OR REPLACE INTO fact VALUES (?, ?)", name, value);
  }

  #ids({ send }: OwnSend): { conversation: string | null; send: number } {
    return { conversation: this.#fact("conversation"), send };
  }
}

const isBulk = ({ way }: Send): boolean => way === "bulk" || way === "backfill";

async function digest(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
