// State of sending the current conversation, and of its dry run.

import type { DryRunReport, Receipt } from "userlike-limeobject/delivery";

/** Why a request to the worker failed. */
export interface RequestFailure {
  code: string;
  /** A sentence for the user. */
  message: string;
  details: Readonly<Record<string, unknown>>;
}

export type SendStage = "people" | "link" | "object" | "note" | "files" | "waiting";

export type SendState =
  | { status: "idle" }
  /** `stage`: the current stage of the delivery; null while unknown. */
  | { status: "sending"; stage: SendStage | null }
  | { status: "sent"; receipt: Receipt; limetype: string }
  | { status: "failed"; error: RequestFailure };

export type DryRunState =
  | { status: "none" }
  | { status: "asking" }
  /** `isCurrent`: the conversation, the configuration and the instance are unchanged since the dry run. */
  | { status: "known"; report: DryRunReport; isCurrent: boolean }
  | { status: "failed"; error: RequestFailure };
