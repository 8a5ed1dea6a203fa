import { ApiError } from "./api-error.ts";
import type { Json } from "./json.ts";

/** How the bulk import behaves; set by the control routes. */
export interface BulkImportBehavior {
  /** Whether the package is installed. Default: true. */
  readonly installed: boolean;
  /** Milliseconds from the upload to the beginning of the import. Default: 0. */
  readonly delay: number;
  /** Begins the import with this request for the job's status, instead of by time. Default: 0, by time. */
  readonly startAtPoll: number;
  /** Every job fails, and nothing is written. Default: false. */
  readonly fail: boolean;
  /** Limetypes whose jobs fail after their first row was written. */
  readonly failAfterFirstRow: readonly string[];
  /** Limetypes whose jobs are rejected with 400. */
  readonly rejectJobs: readonly string[];
  /** Limetypes whose data is rejected with 413. */
  readonly rejectData: readonly string[];
  /** A row that contains this text fails. Default: "", none. */
  readonly failRowsWith: string;
  /** Whether a job that has data accepts more. Default: false, it responds 409. */
  readonly acceptMoreData: boolean;
}

export const DEFAULT_BEHAVIOR: BulkImportBehavior = {
  installed: true,
  delay: 0,
  startAtPoll: 0,
  fail: false,
  failAfterFirstRow: [],
  rejectJobs: [],
  rejectData: [],
  failRowsWith: "",
  acceptMoreData: false,
};

/** The behavior with the changes of a request. @throws {ApiError} 400 */
export function changedBehavior(behavior: BulkImportBehavior, changes: Json): BulkImportBehavior {
  for (const [key, value] of Object.entries(changes)) {
    const current = (DEFAULT_BEHAVIOR as unknown as Json)[key];
    const isValid = Array.isArray(current)
      ? Array.isArray(value) && value.every((item) => typeof item === "string")
      : current !== undefined && typeof value === typeof current;
    if (isValid) continue;
    const known = Object.entries(DEFAULT_BEHAVIOR).map(
      ([name, value]) => `${name} (${Array.isArray(value) ? "list of limetypes" : typeof value})`,
    );
    throw new ApiError(400, "bad-options", `"${key.slice(0, 64)}" cannot be set so; options: ${known.join(", ")}.`);
  }
  return { ...behavior, ...changes };
}
