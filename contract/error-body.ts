import type { Finding, Problem } from "userlike-limeobject";
import type { SendStatus } from "./conversations.ts";
import type { ErrorSummary } from "./errors.ts";

/** One setting that the worker does not accept. */
export interface SettingsProblem {
  /** JSON pointer into the body. */
  pointer: string;
  code: SettingsProblemCode;
  message: string;
}

/** What is wrong with a setting. */
export type SettingsProblemCode =
  | "bad-url"
  | "api-key-missing"
  | "api-key-characters"
  | "api-key-of-other-server"
  | "no-sandbox"
  | "bad-triggers"
  | "bad-origins"
  | "bad-hosts"
  | "bad-rate"
  | "bad-setting";

/** Details that some errors have beside code and message. */
export interface ErrorDetails {
  /** Position in the payload: line and column are counted from 1. */
  line?: number | undefined;
  column?: number | undefined;
  /** JSON pointer to the value that the error is about. */
  pointer?: string | undefined;
  /** Everything that is wrong with a configuration or with settings. */
  problems?: readonly (Problem | SettingsProblem)[] | undefined;
  /** The HTTP status of Lime CRM's answer. */
  status?: number | SendStatus | undefined;
  limeStatus?: number | undefined;
  conversation?: number | undefined;
  send?: number | undefined;
  attempts?: number | undefined;
  nextAt?: string | undefined;
  findings?: readonly Finding[] | undefined;
  /** The id of the job whose upload failed. */
  job?: string | undefined;
}

/** The body of every answer that is not a success. */
export interface ErrorBody {
  error: ErrorSummary & ErrorDetails;
}
