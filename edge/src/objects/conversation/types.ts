import type { Channel, SendError, SendMode, SendOptions } from "../../../../contract/conversations.ts";

/** A request to send a conversation. */
export interface Submission {
  conversation: number;
  mode: SendMode;
  channel: Channel;
  /** Origin of the worker for the outside. */
  origin: string;
  options: SendOptions;
  /** Null: the newest stored payload. */
  payload: Uint8Array | null;
  /** Whether the transcript may be a part only, which the stored payload completes. Default: false. */
  partial?: boolean;
  /** Together with the payload identifies the request: the same one is accepted once. */
  idempotencyKey?: string;
  /** Whether the send starts now, or waits for `start`. */
  start: boolean;
}

/**
 * `joined`: an equal send was waiting for its next attempt, which starts now. `duplicate`: the request was accepted before, by its
 * idempotency key. `unknown`: no payload of this conversation is stored.
 */
export type SubmitResult =
  /**
   * `completed`: number of messages that were taken from the stored payload. `outdated`: the payload was older than the stored one,
   * which is sent instead.
   */
  | { send: number; result: "new" | "joined" | "duplicate"; completed?: number; outdated?: true }
  | { send: null; result: "unknown" };

/** Message of the delivery queue. */
export interface DeliveryMessage {
  conversation: number;
  send: number;
}

/** An error of a delivery, and how it continues. */
export interface ClassifiedError {
  error: SendError;
  /** Whether a later attempt can succeed with nothing changed. */
  retryable: boolean;
  /** The state to resume from; null: start over, because what was to be written has to change. Absent: unchanged. */
  state?: string | null;
  /** The attempt goes on after so many milliseconds. */
  wait?: number;
}
