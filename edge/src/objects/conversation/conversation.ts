import { DurableObject } from "cloudflare:workers";
import type { Receipt } from "userlike-limeobject";
import type { Channel, ConversationStatus, Send, SendError } from "../../../../contract/conversations.ts";
import { type Env, workspaceOf } from "../../platform/env.ts";
import { KeyValue } from "../../platform/key-value.ts";
import { errorName, log } from "../../platform/log.ts";
import { count, flush } from "../../platform/metrics.ts";
import { timing } from "../../platform/variables.ts";
import { completeTranscript } from "../../userlike/partial-transcript.ts";
import { isOlder, type PayloadAge, readAge } from "../../userlike/payload-age.ts";
import { missingFiles } from "../missing-files.ts";
import type { ConversationUpdate } from "../workspace/types.ts";
import { classifyError } from "./classify-error.ts";
import { type ConversationKey, DeliveryRunner, isBulk } from "./delivery-runner.ts";
import { IdempotencyKeys } from "./idempotency-keys.ts";
import { digest, Payloads } from "./payloads.ts";
import { Sends, type StoredSend, toSend } from "./sends.ts";
import type { Submission, SubmitResult } from "./types.ts";
import { Waiters } from "./waiters.ts";

/** Number of times that the process may end during a send before the send fails. */
const MAX_INTERRUPTIONS = 20;

/** Whether a request waits for the outcome of a send that arrived through the channel. */
const AWAITED: Record<Channel, boolean> = {
  userlike: true,
  send: true,
  bulk: true,
  backfill: true,
  webhook: false,
  redrive: false,
};

/** Channels of callbacks, which Userlike can deliver late. Whoever sends over another channel chose the payload. */
const CALLBACK_CHANNELS: readonly Channel[] = ["userlike", "webhook"];

/**
 * One conversation: its newest payload, and its sends, delivered one after the other. The object's name is the conversation's id.
 *
 * Deliveries run beside the requests that ask for them. Before one starts, and before every write to Lime CRM, an alarm is set: if
 * the process ends, the alarm finds the send unfinished and resumes it from the stored state.
 */
export class Conversation extends DurableObject<Env> {
  readonly #values: KeyValue<ConversationKey>;
  readonly #sends: Sends;
  readonly #payloads: Payloads;
  readonly #idempotencyKeys: IdempotencyKeys;
  readonly #runner: DeliveryRunner;
  readonly #waiters = new Waiters();
  #working = false;
  #reported: Promise<void> = Promise.resolve();

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    const { sql } = context.storage;
    this.#values = new KeyValue(sql);
    this.#sends = new Sends(sql);
    this.#payloads = new Payloads(sql);
    this.#idempotencyKeys = new IdempotencyKeys(sql);
    const stores = { sends: this.#sends, payloads: this.#payloads, values: this.#values };
    this.#runner = new DeliveryRunner(env, sql, stores, () => this.#setAlarm());
  }

  /** Accepts a send of a payload, or of the stored one. Returns at once; `outcome` waits for the end. */
  async submit(submission: Submission): Promise<SubmitResult> {
    const { channel, start } = submission;
    let submitted: SubmitResult | null = null;
    while (submitted === null) {
      const { payload, added, version } = this.#completed(submission);
      const hash = payload === null ? "" : await digest(payload);
      submitted = this.ctx.storage.transactionSync(() => {
        // Another payload was stored meanwhile, which may have more messages.
        if (submission.partial === true && this.#payloads.newest()?.version !== version) return null;
        const result: SubmitResult = this.#add({ ...submission, payload }, hash);
        return result.send === null || added === 0 ? result : { ...result, completed: added };
      });
    }
    if (submitted.send === null) return submitted;
    if (submitted.result === "new") {
      count("userlike_limeobject_received_total", { channel });
      this.#report({ channel, state: "queued" });
    }
    if (start) this.#work();
    else await this.#setAlarm();
    this.ctx.waitUntil(flush(this.env));
    return submitted;
  }

  /** The payload of a submission; a partial one with the messages of the stored payload. */
  #completed({ payload, partial }: Submission): { payload: Uint8Array | null; added: number; version?: number } {
    const version = this.#payloads.newest()?.version;
    const earlier = partial === true && version !== undefined ? this.#payloads.read(version) : null;
    const completed = payload === null || earlier === null ? null : completeTranscript(payload, earlier);
    return { payload, added: 0, ...completed, ...(version === undefined ? {} : { version }) };
  }

  #add({ conversation, mode, channel, origin, options, payload, idempotencyKey, start }: Submission, hash: string) {
    this.#values.set("conversation", String(conversation));
    const key = idempotencyKey === undefined ? undefined : `${idempotencyKey} ${hash}`;
    const earlier = key === undefined ? null : this.#idempotencyKeys.find(key);
    if (earlier !== null) return { send: earlier, result: "duplicate" } satisfies SubmitResult;
    const { version, outdated } = this.#storePayload(channel, payload, hash);
    if (version === null && mode === "send") return { send: null, result: "unknown" } satisfies SubmitResult;
    // A repeated request makes a waiting send due at once, instead of being delivered in addition to it.
    const waiting = start ? this.#sends.findWaiting(mode, options, version) : null;
    if (start) this.#sends.makeDue();
    if (waiting !== null) return { send: waiting, result: "joined", ...outdated } satisfies SubmitResult;
    const first = this.#sends.firstOpen();
    const nextAt = first?.status === "waiting" && first.nextAt !== null ? Date.parse(first.nextAt) : null;
    const send = this.#sends.add({ mode, channel, options, payload: version, origin, nextAt });
    if (key !== undefined) this.#idempotencyKeys.add(key, send);
    if (!start) this.#setUnobserved(send);
    return { send, result: "new", ...outdated } satisfies SubmitResult;
  }

  /** Stores a payload, unless it is a callback that is older than the stored payload. Returns the version to send. */
  #storePayload(channel: Channel, payload: Uint8Array | null, hash: string) {
    const newest = this.#payloads.newest()?.version ?? null;
    if (payload === null) return { version: newest };
    const [age, known] = [readAge(payload), this.#values.get("age")];
    const isCallback = CALLBACK_CHANNELS.includes(channel) && newest !== null;
    if (isCallback && age !== null && known !== null && isOlder(age, JSON.parse(known) as PayloadAge)) {
      log("info", "callback-outdated", { conversation: this.#values.get("conversation"), channel });
      return { version: newest, outdated: { outdated: true as const } };
    }
    if (age === null) this.#values.delete("age");
    else this.#values.set("age", JSON.stringify(age));
    return { version: this.#payloads.add(payload, hash) };
  }

  /** Notes that no request answers the outcome of a send, so that its failure becomes a dead letter. */
  #setUnobserved(send: number): void {
    this.#values.set(`unobserved ${send}`, "1");
  }

  /** Starts the sends that are due. */
  start(): void {
    this.#work();
  }

  /**
   * Returns the send once it has ended or was postponed, or as it is after `timeout` milliseconds; null when there is no such send.
   */
  async outcome(send: number, timeout: number): Promise<Send | null> {
    const end = Date.now() + timeout;
    for (;;) {
      const stored = this.#sends.read(send);
      const left = end - Date.now();
      if (stored === null) return null;
      const isOpen = stored.status === "queued" || stored.status === "running";
      if (!isOpen) return toSend(stored);
      if (left <= 0) {
        this.#setUnobserved(send);
        return toSend(stored);
      }
      await this.#waiters.wait(send, left);
    }
  }

  /** Queues a failed send again, with the newest payload. Returns false when it does not exist or has not failed. */
  async requeue(send: number, channel: Channel): Promise<boolean> {
    const stored = this.#sends.read(send);
    if (stored?.status !== "failed") return false;
    const payload = stored.mode === "connect" ? null : (this.#payloads.newest()?.version ?? null);
    this.#sends.requeue(send, channel, payload);
    this.#report({ channel, state: "queued" });
    await this.#setAlarm();
    return true;
  }

  /** Cancels a send that is not running. Returns false when it is running, has ended, or does not exist. */
  cancel(send: number): boolean {
    const stored = this.#sends.read(send);
    if (stored?.status !== "queued" && stored?.status !== "waiting") return false;
    this.#fail(stored, { code: "cancelled", message: "it was cancelled before it began" }, false);
    return true;
  }

  /** Fails a send that could not be started. Returns null when it is being delivered, has ended, or does not exist. */
  abandon(send: number, error: SendError): Send | null {
    const stored = this.#sends.read(send);
    if (stored === null || stored.status === "done" || stored.status === "failed" || this.#working) return null;
    this.#fail(stored, error, true);
    return this.#sends.read(send);
  }

  /** The conversation's sends, without contents; null when it was never received. */
  status(): ConversationStatus | null {
    const conversation = this.#values.get("conversation");
    if (conversation === null) return null;
    const sends = this.#sends.list();
    const payload = this.#payloads.newest();
    const receivedAt = payload?.receivedAt ?? sends.at(-1)?.requestedAt ?? "";
    return { conversation: Number(conversation), receivedAt, bytes: payload?.bytes ?? null, sends };
  }

  /** The newest payload; null when there is none. */
  payload(): Uint8Array | null {
    const newest = this.#payloads.newest();
    return newest === null ? null : this.#payloads.read(newest.version);
  }

  override async alarm(): Promise<void> {
    this.#work();
    await this.#setAlarm();
  }

  /** Delivers the due sends beside the request that asks for it; never twice at the same time. */
  #work(): void {
    if (this.#working) return;
    this.#working = true;
    this.ctx.waitUntil(
      this.#deliverDue()
        .catch((error) => log("error", "conversation-error", { error: errorName(error) }))
        .finally(async () => {
          this.#working = false;
          await this.#setAlarm();
          await flush(this.env);
        }),
    );
  }

  async #deliverDue(): Promise<void> {
    for (let send = this.#nextDue(); send !== null; send = this.#nextDue()) {
      this.#sends.begin(send.send);
      await this.#setAlarm();
      if (send.interruptions >= MAX_INTERRUPTIONS) {
        const message = `the worker was interrupted ${MAX_INTERRUPTIONS} times during this send; check its log, then send it again`;
        this.#fail(send, { code: "interrupted", message });
        continue;
      }
      this.#report({ channel: send.channel, state: "delivering" });
      try {
        this.#complete(send, await this.#runner.run(send));
      } catch (thrown) {
        await this.#postponeOrFail(send.send, thrown);
      }
    }
  }

  #nextDue(): StoredSend | null {
    const first = this.#sends.firstOpen();
    return first === null || this.#dueAt(first) > Date.now() ? null : first;
  }

  /** When a send that is not being delivered may start. */
  #dueAt({ status, nextAt, updatedAt }: StoredSend): number {
    // The process ended. Its last request may still be on its way and gets time to arrive before anything is read.
    if (status === "running") return Date.parse(updatedAt) + timing(this.env).resume;
    return nextAt === null ? 0 : Date.parse(nextAt);
  }

  #complete(send: StoredSend, receipt: Receipt): void {
    const { created, ids, url } = receipt;
    this.#sends.complete(send.send, receipt);
    this.#runner.setState(send.send, null);
    count("userlike_limeobject_deliveries_total", { outcome: created ? "created" : "updated" });
    log("info", "delivered", { ...this.#ids(send), created, limeobject: ids.limeobject });
    this.#report({ channel: send.channel, state: "delivered", url, created, missingFiles: missingFiles(receipt) });
    this.#ended(send);
  }

  async #postponeOrFail(id: number, thrown: unknown): Promise<void> {
    const send = this.#sends.read(id);
    if (send === null) return;
    const { error, retryable, state, wait: continuesIn } = classifyError(thrown);
    this.#runner.setState(id, state);
    const { attempts, backoff } = timing(this.env);
    const isOver = !retryable || send.attempts >= attempts;
    if (isOver && continuesIn === undefined) return this.#fail(send, error);
    const wait = continuesIn ?? backoff(send.attempts);
    const postponed = this.#sends.postpone(id, Date.now() + wait, error);
    if (continuesIn === undefined) count("userlike_limeobject_retries_total");
    else {
      this.#sends.uncountAttempt(id);
      this.#setUnobserved(id);
    }
    log("warn", "delivery-postponed", { ...this.#ids(send), code: error.code, attempts: send.attempts, wait });
    this.#report({ channel: send.channel, state: "waiting", error });
    for (const other of postponed) this.#waiters.notify(other);
    // A bulk job starts its sends itself; others are started by another message of the queue.
    if (!isBulk(send)) {
      const message = { conversation: Number(this.#values.get("conversation")), send: id };
      await this.env.DELIVERIES.send(message, { delaySeconds: Math.ceil(wait / 1000) }).catch(() => {});
    }
  }

  /** @param unobserved Whether no request waits for the outcome of the send. */
  #fail(send: StoredSend, error: SendError, unobserved = this.#isUnobserved(send)): void {
    const attempts = this.#sends.read(send.send)?.attempts ?? send.attempts;
    const { code, message } = error;
    this.#sends.fail(send.send, error);
    count("userlike_limeobject_deliveries_total", { outcome: "failed" });
    log("warn", "delivery-failed", { ...this.#ids(send), code, attempts });
    this.#report({ channel: send.channel, state: "failed", error: { code, message } });
    if ((unobserved || attempts > 1) && !isBulk(send)) this.#addDeadLetter(send.send, attempts, { code, message });
    this.#ended(send);
  }

  #isUnobserved({ send, channel }: StoredSend): boolean {
    return !AWAITED[channel] || this.#values.get(`unobserved ${send}`) !== null;
  }

  #ended({ send }: StoredSend): void {
    this.#values.delete(`unobserved ${send}`);
    this.#payloads.prune(this.#sends.neededPayloads());
    this.#waiters.notify(send);
  }

  /** Stores a failure that no request answers where an administrator finds it. */
  #addDeadLetter(send: number, attempts: number, error: Pick<SendError, "code" | "message">): void {
    count("userlike_limeobject_dead_letters_total");
    const conversation = Number(this.#values.get("conversation"));
    this.ctx.waitUntil(workspaceOf(this.env).addDeadLetter({ conversation, send, attempts, error }));
  }

  /** Reports the state to the Workspace, in order, because the last report counts. A lost report must not fail a send. */
  #report(update: ConversationUpdate): void {
    const conversation = Number(this.#values.get("conversation"));
    const report = async () => workspaceOf(this.env).updateConversation(conversation, update);
    this.#reported = this.#reported.then(report).catch(() => {});
    this.ctx.waitUntil(this.#reported);
  }

  /** Sets the alarm for the next open send; for a running one, to the time at which it counts as interrupted. */
  async #setAlarm(): Promise<void> {
    const { resume, unclaimed } = timing(this.env);
    const first = this.#sends.firstOpen();
    if (first === null) return await this.ctx.storage.deleteAlarm();
    const now = Date.now();
    let due = this.#dueAt(first);
    if (this.#working) due = now + resume;
    // A message of the queue starts it, but messages can be lost.
    else if (first.status === "queued") due = now + unclaimed;
    else if (first.status === "waiting") due += resume;
    await this.ctx.storage.setAlarm(due);
  }

  #ids({ send }: StoredSend): { conversation: string | null; send: number } {
    return { conversation: this.#values.get("conversation"), send };
  }
}
