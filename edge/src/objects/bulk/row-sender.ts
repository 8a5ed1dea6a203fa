import type { ErrorSummary } from "../../../../contract/errors.ts";
import { conversationOf, type Env } from "../../platform/env.ts";
import { errorName, log } from "../../platform/log.ts";
import { missingFiles } from "../missing-files.ts";
import type { Rows } from "./rows.ts";
import type { ClaimedRow, JobSettings, RowResult } from "./types.ts";

/** Longest wait for the end of a send before the row makes room for another, in milliseconds. */
const OUTCOME_TIMEOUT = 60_000;
/** Payloads above this size, in bytes, are passed on one at a time, so that they do not fill the memory together. */
const LARGE_PAYLOAD = 1024 * 1024;
/** Attempts to reach the object of a conversation before its row fails. */
const MAX_UNREACHABLE = 10;

const SEND_EXPIRED: ErrorSummary = {
  code: "send-expired",
  message: "the conversation was sent so often since that this send is no longer stored; look at the conversation",
};

/** Sends rows through the objects of their conversations. */
export class RowSender {
  readonly #env: Env;
  readonly #rows: Rows;
  /** Large payloads, one after the other. */
  #largePayloads: Promise<unknown> = Promise.resolve();

  constructor(env: Env, rows: Rows) {
    this.#env = env;
    this.#rows = rows;
  }

  async send(
    settings: JobSettings,
    { row, conversation, send: known, requeue, attempts }: ClaimedRow,
  ): Promise<RowResult> {
    const channel = settings.range === null ? "bulk" : "backfill";
    try {
      const object = conversationOf(this.#env, conversation);
      let send = known;
      if (send === null) {
        send = await this.#submit(settings, row, conversation, channel);
        if (send === null) throw new Error("the payload was not accepted");
      } else {
        if (requeue) await object.requeue(send, channel);
        await object.start();
      }
      this.#rows.setSend(row, send);
      const outcome = await object.outcome(send, OUTCOME_TIMEOUT);
      if (outcome === null) return { status: "failed", error: SEND_EXPIRED };
      const { receipt, status } = outcome;
      if (receipt !== null) {
        const { created, url } = receipt;
        return { status: "done", created, missingFiles: missingFiles(receipt), url };
      }
      const error = outcome.error === null ? null : { code: outcome.error.code, message: outcome.error.message };
      if (status === "failed" && error !== null) return { status: "failed", error };
      const nextAt = outcome.nextAt === null ? Date.now() + 1000 : Date.parse(outcome.nextAt);
      return { status: "waiting", nextAt, error };
    } catch (thrown) {
      log("warn", "bulk-row-interrupted", { job: settings.id, row, conversation, error: errorName(thrown) });
      const message = "the conversation's object in the worker could not be reached";
      const error: ErrorSummary = { code: "interrupted", message };
      if (attempts >= MAX_UNREACHABLE) return { status: "failed", error };
      return { status: "waiting", nextAt: Date.now() + 1000 * attempts, error };
    }
  }

  async #submit(
    { id, options, origin }: JobSettings,
    row: number,
    conversation: number,
    channel: "bulk" | "backfill",
  ): Promise<number | null> {
    const submit = async () => {
      const payload = this.#rows.payload(row);
      if (payload === null) throw new Error("the payload of the row is missing");
      const { send } = await conversationOf(this.#env, conversation).submit({
        conversation,
        mode: "send",
        channel,
        origin,
        options,
        payload,
        idempotencyKey: `${id} ${row}`,
        start: true,
      });
      return send;
    };
    if ((this.#rows.payloadSize(row) ?? 0) <= LARGE_PAYLOAD) return await submit();
    const submitted = this.#largePayloads.then(submit);
    this.#largePayloads = submitted.catch(() => {});
    return await submitted;
  }
}
