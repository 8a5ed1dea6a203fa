import type { Finding, Receipt } from "userlike-limeobject/delivery";
import type { Way } from "../workspace/records.ts";

/** What a send can be told. */
export interface SendOptions {
  /** The name of the configured instance, instead of the one that topics, or an earlier command, choose. */
  instance?: string;
  /** What becomes of the values of a limeobject that exists already. */
  existing?: "keep" | "fill" | "overwrite";
  /** No new history note when the newest one says the same. */
  onlyIfChanged?: boolean;
  /** The id of an existing limeobject to deliver into. */
  limeobject?: number;
}

/** Write the conversation to Lime CRM, or only tie it to a limeobject that exists. */
export type Goal = "send" | "connect";

/**
 * `queued`: its turn will come. `running`. `waiting`: Lime CRM could not be reached, it is tried again at `nextAt`.
 * `done` and `failed` are the end.
 */
export type SendStatus = "queued" | "running" | "waiting" | "done" | "failed";

/** Why a send did not work. */
export interface SendError {
  /** Stable: a code of DeliveryError, PayloadError, ConfigError, or `interrupted`, `internal`. */
  code: string;
  /** What is so, and what to do. */
  message: string;
  /** The status of Lime CRM's answer. */
  status?: number;
  findings?: readonly Finding[];
}

/** One request to send a conversation, and what became of it. */
export interface Send {
  /** Counts up in each conversation. */
  send: number;
  goal: Goal;
  way: Way;
  options: SendOptions;
  status: SendStatus;
  requestedAt: string;
  updatedAt: string;
  /** How often it was begun. */
  attempts: number;
  /** When it is tried again; null unless it is `waiting`. */
  nextAt: string | null;
  /** What it was last about: `create-limeobject`. */
  task: string | null;
  receipt: Receipt | null;
  error: SendError | null;
}

/** What is asked of a conversation's object. */
export interface Submission {
  conversation: number;
  goal: Goal;
  way: Way;
  /** Under which the world reaches this worker. */
  origin: string;
  options: SendOptions;
  /** Null: the newest payload that is here. */
  payload: Uint8Array | null;
  /** What asks for it: the same asks for the same payload once. */
  once?: string;
  /** Whether it begins now, or waits for `start`. */
  start: boolean;
}

/**
 * `joined`: the same waits to be tried again, and now is. `duplicate`: it was asked for before, by the same `once`.
 * `unknown`: no payload of this conversation is here.
 */
export type Submitted = { send: number; is: "new" | "joined" | "duplicate" } | { send: null; is: "unknown" };

/** The queue's message. */
export interface DeliveryMessage {
  conversation: number;
  send: number;
}

export interface ConversationStatus {
  conversation: number;
  receivedAt: string;
  /** The size of the newest payload. */
  bytes: number | null;
  /** The newest first. */
  sends: Send[];
}
