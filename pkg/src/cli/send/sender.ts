// Delivers conversations in parallel and records the results. Deliveries of the same conversation run one after the other.

import { DeliveryError, deliver, dryRun, type SendOptions } from "../../entrypoints/delivery/node.js";
import { LimeobjectError, type Mapper, type Preview } from "../../entrypoints/node.js";
import type { Conversation } from "../../stream/index.js";
import { connectionError } from "../connection.js";
import { FAILED, OK } from "../errors.js";
import { hasErrors } from "../report.js";
import { stdoutReady } from "../stdout.js";
import { unlessAborted } from "./input.js";
import type { Journal } from "./journal.js";
import type { ConversationKey } from "./keys.js";
import type { Output } from "./output.js";

/**
 * The access has to be corrected, not what is written: the key or its rights are wrong, or something else than Lime CRM answers. The
 * delivery is resumed after that, because a creation that was answered so may have been made.
 */
const ACCESS_ERRORS = ["unauthorized", "forbidden", "not-lime-crm"];
/** Errors that would be the same for every conversation. */
const FATAL_ERRORS = [...ACCESS_ERRORS, "limetype-not-found", "unavailable", "rate-limited"];

/**
 * State of a delivery that Lime CRM rejected after something was written. The next run begins it again, because the configuration
 * may have been corrected by then, and what is there already is not written twice.
 */
const BEGIN_AGAIN = "";

export interface SenderOptions {
  mapper: Mapper;
  instance: string | undefined;
  dryRun: boolean;
  deliverOptions: Omit<SendOptions, "onProgress">;
  /** Without one, an interrupted run cannot be resumed. */
  journal: Journal | undefined;
  /** Stops the deliveries; its signal is that of `deliverOptions`. */
  abort: AbortController;
  output: Output;
}

export class Sender {
  readonly #running = new Set<Promise<void>>();
  /** The last delivery of each conversation. */
  readonly #lastByConversation = new Map<number, Promise<void>>();
  /** The reason why the others are not sent either. */
  #failure: unknown;

  constructor(private readonly options: SenderOptions) {}

  /**
   * Sends the conversations, until the signal is aborted.
   *
   * @returns The exit status
   * @throws {CliError} Something that affects all conversations is wrong
   */
  async run(conversations: AsyncIterable<Conversation>, concurrency: number): Promise<number> {
    const { abort, output } = this.options;
    try {
      for await (const conversation of conversations) {
        while (this.#running.size >= concurrency) await Promise.race(this.#running);
        await unlessAborted(stdoutReady(), abort.signal);
        if (abort.signal.aborted) break;
        this.#start(conversation);
        output.progress.update();
      }
    } catch (error) {
      // The input cannot be read to its end; what was read is sent.
      this.#failure ??= error;
    }
    await Promise.all(this.#running);
    output.summary();
    if (this.#failure !== undefined) throw connectionError(this.#failure);
    return output.progress.counts.failed === 0 ? OK : FAILED;
  }

  #stop(error: unknown): void {
    this.#failure ??= error;
    this.options.abort.abort();
  }

  #start(conversation: Conversation): void {
    const { mapper, instance, output, journal } = this.options;
    const { counts } = output.progress;
    const key = journal?.key(conversation.bytes ?? new TextEncoder().encode(JSON.stringify(conversation)));
    if (key !== undefined && journal?.isSent(key)) {
      output.sentBefore();
      return;
    }
    let preview: Preview;
    try {
      if (conversation.error !== undefined) throw conversation.error;
      preview = mapper.preview(conversation.bytes, { instance });
    } catch (error) {
      if (!(error instanceof LimeobjectError)) throw error;
      this.#failed(conversation, null, error);
      return;
    }
    const id = preview.conversation;
    const previous = (id === null ? undefined : this.#lastByConversation.get(id)) ?? Promise.resolve();
    counts.running++;
    const delivery = previous
      .then(() => this.#send(conversation, preview, key))
      .catch((error) => this.#stop(error))
      .finally(() => {
        counts.running--;
        this.#running.delete(delivery);
        if (id !== null && this.#lastByConversation.get(id) === delivery) this.#lastByConversation.delete(id);
      });
    this.#running.add(delivery);
    if (id !== null) this.#lastByConversation.set(id, delivery);
  }

  async #send(conversation: Conversation, preview: Preview, key: ConversationKey | undefined): Promise<void> {
    const { abort, deliverOptions, output, journal } = this.options;
    if (abort.signal.aborted) return;
    const { index } = conversation;
    try {
      if (this.options.dryRun) {
        output.dryRun(index, preview, await dryRun(preview, deliverOptions), !hasErrors(preview));
        return;
      }
      const resume = key && journal?.deliveryState(key);
      const receipt = await deliver(resume ? null : preview, {
        ...deliverOptions,
        ...(resume === BEGIN_AGAIN ? { onlyIfChanged: true } : { resume }),
        onProgress: async ({ state, phase, writes }) => {
          if (key !== undefined && phase === "sending" && writes) await journal?.saveDeliveryState(key, state);
        },
      });
      if (key !== undefined) await journal?.recordSent(key);
      const { url, created } = receipt;
      output.sent(preview, receipt, { index, conversation: preview.conversation, url, created });
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      // Its state is saved; the next run resumes it.
      if (error.code === "aborted") return;
      if (key !== undefined) await this.#saveFailure(key, error);
      this.#failed(conversation, preview, error);
      if (FATAL_ERRORS.includes(error.code)) this.#stop(error);
    }
  }

  async #saveFailure(key: ConversationKey, error: DeliveryError): Promise<void> {
    const { journal } = this.options;
    if (error.resumable || ACCESS_ERRORS.includes(error.code)) {
      if (error.state !== undefined) await journal?.saveDeliveryState(key, error.state);
    } else if (journal?.deliveryState(key) !== undefined) await journal.saveDeliveryState(key, BEGIN_AGAIN);
  }

  #failed({ index, line }: Conversation, preview: Preview | null, error: LimeobjectError): void {
    const { code, message } = error;
    const conversation = preview?.conversation ?? null;
    this.options.output.failed(line, error, { index, conversation, error: { code, message } });
  }
}
