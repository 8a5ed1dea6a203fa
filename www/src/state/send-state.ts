// How far the conversation that is shown is on its way to Lime CRM.

import type { DryRunReport } from "userlike-limeobject/delivery";
import type { ApiError } from "../api/error.ts";
import type { Sent } from "../api/send.ts";

export type Step = "people" | "link" | "object" | "note" | "files" | "waiting";

export type Sending =
  | { is: "idle" }
  /** `step`: what it is about, as far as the worker has said. */
  | { is: "sending"; step: Step | null }
  | { is: "sent"; receipt: Sent; limetype: string }
  | { is: "failed"; error: ApiError };

export type Forecasting =
  | { is: "none" }
  | { is: "asking" }
  /** `current`: nothing has changed since it was asked. */
  | { is: "known"; forecast: DryRunReport; current: boolean }
  | { is: "failed"; error: ApiError };
