// State of sending the current conversation, and of its dry run.

import type { DryRunReport } from "userlike-limeobject/delivery";
import type { ApiError } from "../api/error.ts";
import type { Sent } from "../api/send.ts";

export type SendStage = "people" | "link" | "object" | "note" | "files" | "waiting";

export type SendState =
  | { status: "idle" }
  /** `stage`: the current stage of the delivery; null while unknown. */
  | { status: "sending"; stage: SendStage | null }
  | { status: "sent"; receipt: Sent; limetype: string }
  | { status: "failed"; error: ApiError };

export type DryRunState =
  | { status: "none" }
  | { status: "asking" }
  /** `isCurrent`: the conversation, the configuration and the instance are unchanged since the dry run. */
  | { status: "known"; report: DryRunReport; isCurrent: boolean }
  | { status: "failed"; error: ApiError };
