// State of sending the current conversation, and of its dry run.

import type { DryRunReport, Receipt } from "userlike-limeobject/delivery";
import type { AcceptedSend } from "../../../contract/conversations.ts";
import type { ErrorDetails } from "../../../contract/error-body.ts";
import type { ErrorCode } from "../../../contract/errors.ts";

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
  | { status: "sending"; stage: SendStage | null }
  | { status: "sent"; receipt: Receipt & Pick<AcceptedSend, "completed">; limetype: string }
  | { status: "failed"; error: RequestFailure };

export type DryRunState =
  | { status: "none" }
  | { status: "asking" }
  /** `isCurrent`: the conversation, the configuration, the hosts and the instance are unchanged since the dry run. */
  | { status: "known"; report: DryRunReport; isCurrent: boolean }
  | { status: "failed"; error: RequestFailure };
