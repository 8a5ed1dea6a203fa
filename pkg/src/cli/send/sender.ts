// Delivers conversations in parallel and records the results. Deliveries of the same conversation run one after the other.

import { DeliveryError, deliver, dryRun, type SendOptions } from "../../entrypoints/delivery/node.js";
import { LimeobjectError, type Mapper, type Preview } from "../../entrypoints/node.js";
import type { Conversation } from "../../stream/index.js";
import { connectionError } from "../connection.js";
import { CliError, FAILED, INTERRUPTED, OK } from "../errors.js";
import { hasErrors } from "../report.js";
import { warningMessage } from "../stderr.js";
import type { Output } from "./output.js";
import type { SendResult, StateFile } from "./state-file.js";

/** The key, or the rights of its user, are wrong. */
const ACCESS_ERRORS = ["unauthorized", "forbidden"];
/** Errors that would be the same for every conversation. */
const FATAL_ERRORS = [...ACCESS_ERRORS, "not-lime-crm", "limetype-not-found", "unavailable", "rate-limited"];

export interface SenderOptions {
  mapper: Mapper;
  instance: string | undefined;
  dryRun: boolean;
  deliverOptions: Omit<SendOptions, "onProgress">;
  stateFile: StateFile | undefined;
  /** Interrupts the deliveries; its signal is that of `deliverOptions`. */
  abort: AbortController;
  output: Output;
}

export class Sender {
  readonly #running = new Set<Promise<void>>();
  /** The last delivery of each conversation. */
  readonly #lastByConversation = new Map<number, Promise<void>>();
  #fatalError: DeliveryError | undefined;

  constructor(private readonly options: SenderOptions) {}

  async run(conversations: AsyncIterable<Conversation>, concurrency: number, file: string): Promise<number> {
    const { abort, output, stateFile } = this.options;
    for await (const conversation of conversations) {
      while (this.#running.size >= concurrency) await Promise.race(this.#running);
      if (abort.signal.aborted) break;
      this.#start(conversation);
      output.progress.update();
    }
    await Promise.all(this.#running);
    output.summary();
    if (this.#fatalError !== undefined) throw connectionError(this.#fatalError);
    if (abort.signal.aborted) {
      const hint = stateFile === undefined ? "run the command again" : `run the same command again to resume ${file}`;
      throw new CliError(INTERRUPTED, [warningMessage("interrupted before all conversations were sent")], hint);
    }
    return output.progress.counts.failed === 0 ? OK : FAILED;
  }

  #start(conversation: Conversation): void {
    const { mapper, instance, output, stateFile } = this.options;
    const { counts } = output.progress;
    const key = stateFile?.key(conversation.bytes ?? new TextEncoder().encode(JSON.stringify(conversation)));
    if (key !== undefined && stateFile?.isSent(key)) {
      output.sentBefore();
      return;
    }
    let preview: Preview;
    try {
      if (conversation.error !== undefined) throw conversation.error;
      preview = mapper.preview(conversation.bytes, { instance });
    } catch (error) {
      if (!(error instanceof LimeobjectError)) throw error;
      this.#failed(conversation, null, key, error);
      return;
    }
    const id = preview.conversation;
    const previous = (id === null ? undefined : this.#lastByConversation.get(id)) ?? Promise.resolve();
    counts.running++;
    const delivery = previous
      .then(() => this.#send(conversation, preview, key))
      .finally(() => {
        counts.running--;
        this.#running.delete(delivery);
        if (id !== null && this.#lastByConversation.get(id) === delivery) this.#lastByConversation.delete(id);
      });
    this.#running.add(delivery);
    if (id !== null) this.#lastByConversation.set(id, delivery);
  }

  async #send(conversation: Conversation, preview: Preview, key: string | undefined): Promise<void> {
    const { abort, deliverOptions, output, stateFile } = this.options;
    if (abort.signal.aborted) return;
    const { index } = conversation;
    try {
      if (this.options.dryRun) {
        output.dryRun(index, preview, await dryRun(preview, deliverOptions), !hasErrors(preview));
        return;
      }
      const resume = key === undefined ? undefined : stateFile?.deliveryState(key);
      const receipt = await deliver(resume === undefined ? preview : null, {
        ...deliverOptions,
        resume,
        onProgress: ({ state, phase, writes }) => {
          if (key !== undefined && phase === "sending" && writes) stateFile?.saveDeliveryState(key, state);
        },
      });
      const { url, created } = receipt;
      const result: SendResult = { index, conversation: preview.conversation, url, created };
      if (key !== undefined) stateFile?.record(key, result);
      output.sent(preview, receipt, result);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      // Its state is saved; the next run resumes it.
      if (error.code === "aborted") return;
      this.#failed(conversation, preview, key, error);
      if (FATAL_ERRORS.includes(error.code)) {
        this.#fatalError ??= error;
        abort.abort();
      }
    }
  }

  #failed(
    { index, line }: Conversation,
    preview: Preview | null,
    key: string | undefined,
    error: LimeobjectError,
  ): void {
    const { code, message } = error;
    const result: SendResult = { index, conversation: preview?.conversation ?? null, error: { code, message } };
    // A rejected delivery begins again in the next run, because the configuration may have been corrected by then.
    const canResume = error instanceof DeliveryError && (error.resumable || ACCESS_ERRORS.includes(error.code));
    if (key !== undefined) this.options.stateFile?.record(key, result, canResume ? error.state : undefined);
    this.options.output.failed(line, error, result);
  }
}
