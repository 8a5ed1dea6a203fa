// How far the conversation that is shown is on its way to Lime CRM.

import type { DryRunReport } from "userlike-limeobject/delivery";
import type { ApiError } from "../api/error.ts";
import type { Sent } from "../api/send.ts";

export type SendStage = "people" | "link" | "object" | "note" | "files" | "waiting";

export type SendState =
  | { status: "idle" }
  /** `step`: what it is about, as far as the worker has said. */
  | { status: "sending"; stage: SendStage | null }
  | { status: "sent"; receipt: Sent; limetype: string }
  | { status: "failed"; error: ApiError };

export type DryRunState =
  | { status: "none" }
  | { status: "asking" }
  /** `current`: nothing has changed since it was asked. */
  | { status: "known"; report: DryRunReport; isCurrent: boolean }
  | { status: "failed"; error: ApiError };
