import type { Finding, Receipt, TaskName, UpdatePolicy } from "userlike-limeobject";
import type { ErrorCode, ErrorSummary } from "./errors.ts";

/** How a conversation arrived. */
export const CHANNELS = ["userlike", "webhook", "send", "bulk", "backfill", "redrive"] as const;
export type Channel = (typeof CHANNELS)[number];

/** The state of a received conversation: that of its newest send. */
export const CONVERSATION_STATES = ["queued", "delivering", "waiting", "delivered", "failed"] as const;
export type ConversationState = (typeof CONVERSATION_STATES)[number];

/** What happens to the values of an existing limeobject. */
export const UPDATE_POLICIES = ["keep", "fill", "overwrite"] as const satisfies readonly UpdatePolicy[];

/** Options of one send. */
export interface SendOptions {
  /** Name of the configured instance. Default: chosen by the topics of the conversation, or by an earlier send. */
  instance?: string;
  /** What happens to the values of an existing limeobject. Default: keep. */
  existing?: UpdatePolicy;
  /** Write no history note when the newest one has the same text. Default: false. */
  onlyIfChanged?: boolean;
  /** Id of an existing limeobject to deliver to. */
  limeobject?: number;
}

/** Write the conversation to Lime CRM, or only connect it to an existing limeobject. */
export const SEND_MODES = ["send", "connect"] as const;
export type SendMode = (typeof SEND_MODES)[number];

/**
 * `queued`: not started yet. `running`: being delivered. `waiting`: Lime CRM was unavailable; the next attempt is at `nextAt`.
 * `done` and `failed` are final.
 */
export const SEND_STATUSES = ["queued", "running", "waiting", "done", "failed"] as const;
export type SendStatus = (typeof SEND_STATUSES)[number];

/** Why a send failed, or why it waits. */
export interface SendError {
  code: ErrorCode;
  message: string;
  /** HTTP status of Lime CRM's answer. */
  status?: number;
  findings?: readonly Finding[];
}

/** One request to send a conversation, and its result. */
export interface Send {
  /** Number of the send within its conversation, counted from 1. */
  send: number;
  mode: SendMode;
  channel: Channel;
  options: SendOptions;
  status: SendStatus;
  requestedAt: string;
  updatedAt: string;
  /** Number of attempts so far. */
  attempts: number;
  /** Time of the next attempt; null unless `waiting`. */
  nextAt: string | null;
  /** The last task of the delivery; null before the first write. */
  task: TaskName | null;
  receipt: Receipt | null;
  error: SendError | null;
}

/** A conversation in the list of those that were received. It has no contents. */
export interface ReceivedConversation {
  conversation: number;
  channel: Channel;
  state: ConversationState;
  receivedAt: string;
  updatedAt: string;
  /** Link to its limeobject. */
  url: string | null;
  /** Whether its newest send has created the limeobject, or it existed before; null unless `delivered`, and where it is not known. */
  created: boolean | null;
  /** Number of files that its newest send could not attach; null unless `delivered`, and where it is not known. */
  missingFiles: number | null;
  error: ErrorSummary | null;
}

/** One conversation with its sends. */
export interface ConversationStatus {
  conversation: number;
  receivedAt: string;
  /** Size of the newest payload. */
  bytes: number | null;
  /** Newest first. */
  sends: Send[];
}

/** A send that takes longer than Userlike's add-on waits. */
export interface PendingSend extends AcceptedSend {
  status: SendStatus;
  /** Address of the page that shows the state of the conversation. */
  url: string;
  /** What happens next, in words. */
  message: string;
}

/** A send that was accepted. */
export interface AcceptedSend {
  conversation: number;
  send: number;
  /** Number of messages that a partial transcript lacked, and that were taken from the stored payload. Absent when 0. */
  completed?: number;
  /** The payload of the callback was older than the stored one, which is sent instead. */
  outdated?: true;
}
