// Sends and dry runs of one conversation.

import type { TaskName } from "userlike-limeobject";
import type { DryRunReport, Receipt } from "userlike-limeobject/delivery";
import type { AcceptedSend, SendOptions as Options } from "../../../contract/conversations.ts";
import type { SendStage } from "../state/send-state.ts";
import type { Api } from "./api.ts";

export interface SendOptions extends Required<Pick<Options, "existing" | "onlyIfChanged">> {
  /** Name or topic of an instance; null: chosen by the conversation's topics. */
  instance: string | null;
  /** The transcript may be a part only. */
  partial: boolean;
}

export type Sent = Receipt & AcceptedSend;
type Query = Options & { partial?: boolean };

export async function send(api: Api, payload: string, options: SendOptions): Promise<Sent> {
  // Without `wait=0` the worker answers with the receipt.
  return (await api.json("POST /api/send", { query: toQuery(options), body: payload })) as Sent;
}

export async function dryRun(api: Api, payload: string, options: SendOptions): Promise<DryRunReport> {
  const { report } = await api.json("POST /api/dry-run", { query: toQuery(options), body: payload });
  return report;
}

/** Returns the stage of the newest send of a conversation; null when it is not running. */
export async function stageOf(api: Api, conversation: number): Promise<SendStage | null> {
  const { sends } = await api.json("GET /api/conversations/:id", { params: { id: conversation } });
  const [send] = sends;
  if (send?.status === "waiting") return "waiting";
  return send?.status === "running" && send.task !== null ? (STAGES[send.task] ?? null) : null;
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
