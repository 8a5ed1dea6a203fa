import type { Preview, Receipt, TaskName } from "userlike-limeobject";
import {
  connect,
  type DeliverOptions,
  DeliveryError,
  type DeliveryProgress,
  deliver,
} from "userlike-limeobject/delivery";
import { currentLime, type LimeClient } from "../../crm/lime-client.ts";
import { withMapper } from "../../crm/mapper.ts";
import { Chunks } from "../../platform/chunks.ts";
import type { Env } from "../../platform/env.ts";
import type { KeyValue } from "../../platform/key-value.ts";
import { timing } from "../../platform/variables.ts";
import type { Payloads } from "./payloads.ts";
import type { Sends, StoredSend } from "./sends.ts";

/** Attempts of one request within a delivery; after that, the whole delivery is postponed. */
const REQUEST_ATTEMPTS = 5;

/** A longer wait ends the attempt, and an alarm continues it: the object does not have to run all that time. In milliseconds. */
const LONGEST_WAIT = 5000;

/**
 * Values of a conversation: its id, the instance that it was sent with, the age of its newest payload, and the open sends whose outcome
 * no request waits for.
 */
export type ConversationKey = "conversation" | "instance" | "age" | `unobserved ${number}`;

interface Stores {
  sends: Sends;
  payloads: Payloads;
  values: KeyValue<ConversationKey>;
}

/** Runs the delivery of a send, and stores its state so that it can be resumed. */
export class DeliveryRunner {
  readonly #env: Env;
  readonly #stores: Stores;
  readonly #states: Chunks;
  readonly #onProgress: () => Promise<void>;

  /** @param onProgress Called after the state was stored and before the request is sent. */
  constructor(env: Env, sql: SqlStorage, stores: Stores, onProgress: () => Promise<void>) {
    this.#env = env;
    this.#stores = stores;
    this.#states = new Chunks(sql, "state_chunk");
    this.#onProgress = onProgress;
  }

  /** Delivers a send, from its stored state if there is one for the Lime CRM in use. */
  async run(send: StoredSend): Promise<Receipt> {
    const lime = await currentLime(this.#env, send.origin, isBulk(send) ? "bulk" : "interactive");
    const { source, crm, files } = lime;
    const { instance, existing, onlyIfChanged, limeobject } = send.options;
    const options: DeliverOptions = {
      ...crm,
      ...files,
      attempts: REQUEST_ATTEMPTS,
      settleTime: timing(this.#env).settle,
      longestWait: LONGEST_WAIT,
      existing: existing ?? "keep",
      // A delivery that started over may have written its note already.
      onlyIfChanged: onlyIfChanged === true || send.wrote,
      // A redrive may have another payload, and so another note. Numbers begin again after the storage was deleted.
      sendId: `${send.requestedAt}/${send.send}.${send.payload}`,
      onProgress: (progress) => this.#storeState(send.send, source, progress),
    };
    const start = (preview: Preview | null, more: DeliverOptions) =>
      send.mode === "connect"
        ? connect(preview, limeobject ?? 0, more)
        : deliver(preview, limeobject === undefined ? more : { ...more, limeobject });
    const state = send.source === source ? this.#states.readText(send.send) : null;
    if (state !== null) {
      try {
        return await start(null, { ...options, resume: state });
      } catch (error) {
        if (!(error instanceof DeliveryError && error.code === "bad-state")) throw error;
        this.#states.remove(send.send);
      }
    }
    const receipt = await start(await this.#preview(send, lime), options);
    // Later sends without an instance go to the same one.
    if (instance !== undefined) this.#stores.values.set("instance", instance);
    return receipt;
  }

  /** Replaces the state to resume from; null removes it, undefined keeps it. */
  setState(send: number, state: string | null | undefined): void {
    if (state === null) this.#states.remove(send);
    else if (state !== undefined) this.#states.writeText(send, state);
  }

  async #preview({ mode, options, payload: version }: StoredSend, lime: LimeClient): Promise<Preview> {
    const { payloads, values } = this.#stores;
    const stored = version === null ? null : payloads.read(version);
    const payload = mode === "connect" ? `{"id":${values.get("conversation")}}` : stored;
    if (payload === null) throw new Error("the payload of the send is missing");
    const instance = options.instance ?? values.get("instance");
    return await withMapper(this.#env, lime, (mapper) => {
      const preview = mapper.preview(payload, instance === null ? {} : { instance });
      // The instance of an earlier command may have been removed from the configuration.
      return preview.instance === null && options.instance === undefined ? mapper.preview(payload) : preview;
    });
  }

  /** Stores the state before writes and during waits: a read can simply be repeated. */
  async #storeState(send: number, source: string, { phase, writes, task, state }: DeliveryProgress): Promise<void> {
    if (!writes && phase !== "waiting") return;
    this.#stores.sends.setTask(send, task as TaskName, source, phase === "sending");
    this.#states.writeText(send, state);
    await this.#onProgress();
  }
}

/** Whether the send belongs to a job, which repeats and reports it itself. */
export const isBulk = ({ channel }: Pick<StoredSend, "channel">): boolean =>
  channel === "bulk" || channel === "backfill";
