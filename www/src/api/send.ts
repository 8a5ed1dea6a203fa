// Sends and dry runs of one conversation.

import type { TaskName } from "userlike-limeobject";
import type { DryRunReport, Receipt } from "userlike-limeobject/delivery";
import type { AcceptedSend, SendOptions as Options, Send } from "../../../contract/conversations.ts";
import type { SendStage, UpdateOptions } from "../state/send-state.ts";
import type { Api } from "./api.ts";
import { ApiError } from "./error.ts";

/** Milliseconds after which an answer no longer comes: longer than the worker waits for a delivery. */
const ANSWER_TIMEOUT = 120_000;

/** Milliseconds after which a lookup has failed. */
const LOOKUP_TIMEOUT = 10_000;

export interface SendOptions extends UpdateOptions {
  /** Name or topic of an instance; null: chosen by the conversation's topics. */
  instance: string | null;
  /** The transcript may be a part only. */
  partial: boolean;
}

export type Sent = Receipt & AcceptedSend;
type Query = Options & { partial?: boolean };

export async function send(api: Api, payload: string, options: SendOptions): Promise<Sent> {
  // Without `wait=0` the worker answers with the receipt.
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT);
  return (await api.json("POST /api/send", { query: toQuery(options), body: payload, signal })) as Sent;
}

/** Returns the newest send of a conversation; null when none was received. */
export async function newestSend(api: Api, conversation: number): Promise<Send | null> {
  const [newest] = await sendsOf(api, conversation, AbortSignal.timeout(LOOKUP_TIMEOUT));
  return newest ?? null;
}

/** Returns the sends of a conversation, newest first; none when none was received. */
export async function sendsOf(api: Api, conversation: number, signal: AbortSignal): Promise<readonly Send[]> {
  try {
    return (await api.json("GET /api/conversations/:id", { params: { id: conversation }, signal })).sends;
  } catch (error) {
    if (error instanceof ApiError && error.code === "no-conversation") return [];
    throw error;
  }
}

export async function dryRun(api: Api, payload: string, options: SendOptions): Promise<DryRunReport> {
  const { report } = await api.json("POST /api/dry-run", { query: toQuery(options), body: payload });
  return report;
}

/**
 * Whether an error leaves open what became of a send: no answer came, or none that is the worker's and about this send.
 */
export function isAnswerLost(error: ApiError): boolean {
  if (error.details.send !== undefined || error.code === "incomplete") return false;
  return error.status === 0 || ["no-worker", "internal", "not-accepted"].includes(error.code);
}

/** Returns the stage of a send; null when it is not running. */
export function stageOf({ status, task }: Send): SendStage | null {
  if (status === "waiting") return "waiting";
  return status === "running" && task !== null ? (STAGES[task] ?? null) : null;
}

/** Stages of a delivery as a person distinguishes them. The tasks of bulk deliveries do not occur in the worker. */
const STAGES: Partial<Record<TaskName, SendStage>> = {
  lookup: "people",
  "find-ulconversation": "link",
  "create-ulconversation": "link",
  "read-ulconversation": "link",
  connect: "link",
  "verify-connection": "link",
  "read-limeobject": "object",
  "find-limeobject": "object",
  "newest-limeobject": "object",
  "create-limeobject": "object",
  "recover-limeobject": "object",
  "update-limeobject": "object",
  "release-limeobject": "object",
  "newest-note": "note",
  "create-note": "note",
  "recover-note": "note",
  "find-document": "files",
  "fetch-file": "files",
  "upload-file": "files",
  "create-document": "files",
};

function toQuery({ instance, existing, onlyIfChanged, partial }: SendOptions): Query {
  return {
    existing,
    ...(instance === null ? {} : { instance }),
    ...(onlyIfChanged ? { onlyIfChanged } : {}),
    ...(partial ? { partial } : {}),
  };
}
