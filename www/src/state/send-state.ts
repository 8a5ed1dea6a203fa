// State of sending the current conversation, and of its dry run.

import type { UpdatePolicy } from "userlike-limeobject";
import type { DryRunReport, Receipt } from "userlike-limeobject/delivery";
import type { AcceptedSend } from "../../../contract/conversations.ts";
import type { ErrorDetails } from "../../../contract/error-body.ts";
import type { ErrorCode, ErrorSummary } from "../../../contract/errors.ts";

/** `no-worker`: the response is not the worker's. `incomplete`: the conversation has not arrived completely. */
export type PageErrorCode = "no-worker" | "incomplete";

/** Why a request to the worker failed. */
export interface RequestFailure {
  code: ErrorCode | PageErrorCode;
  /** A sentence for the user. */
  message: string;
  details: Readonly<ErrorDetails>;
}

export type SendStage = "people" | "link" | "object" | "note" | "files" | "waiting";

export type SendState =
  | { status: "idle" }
  /** `stage`: the current stage of the delivery; null while unknown. */
  | { status: "sending"; stage: SendStage | null; conversation: number | null }
  /** It is looked up what became of the send: its answer was lost, or the page was left (`isResumed`). */
  | { status: "looking-up"; conversation: number; isResumed: boolean }
  /** `sentAt`: when it ended, in milliseconds since 1970. */
  | { status: "sent"; receipt: SendReceipt; limetype: string; sentAt: number }
  /** The delivery goes on. `error`: why it waits; null when it does not. `isLate`: it takes longer than usual. */
  | { status: "pending"; conversation: number; error: ErrorSummary | null; isLate: boolean }
  /** It is not known whether the conversation was sent. */
  | { status: "unknown"; conversation: number | null; error: RequestFailure }
  /** The conversation was not sent. */
  | { status: "failed"; error: RequestFailure };

/** Whether a send goes on, or may go on, so that a change of the payload does not make it past. */
export function isUnsettled({ status }: SendState): boolean {
  return status === "sending" || status === "looking-up" || status === "pending" || status === "unknown";
}

export type SendReceipt = Receipt & Pick<AcceptedSend, "completed">;

/** What a send does to an object that exists already. */
export interface UpdateOptions {
  existing: UpdatePolicy;
  /** Write no history note when the newest one has the same text. */
  onlyIfChanged: boolean;
}

/** The options of every send, until others are chosen. */
export const DEFAULT_UPDATE_OPTIONS: Readonly<UpdateOptions> = { existing: "keep", onlyIfChanged: false };

export type DryRunState =
  | { status: "none" }
  | { status: "asking" }
  /** `isCurrent`: the conversation, the configuration, the hosts and the instance are unchanged since the dry run. */
  | { status: "known"; report: DryRunReport; isCurrent: boolean }
  | { status: "failed"; error: RequestFailure };
