// Public API of `userlike-limeobject/delivery`, identical in every runtime.

export {
  type AnyLimeobjectError,
  type ConnectionErrorCode,
  DeliveryError,
  isLimeobjectError,
  LimeobjectError,
} from "../errors.js";
export {
  DELIVERY_ERROR_CODES,
  DELIVERY_FAILURE_CODES,
  FALLBACK_REASONS,
  TASK_NAMES,
  USERLIKE_HOSTS,
} from "../generated/codes.js";
export type * from "../generated/types.js";
export {
  connect,
  type DeliverOptions,
  type DeliveryProgress,
  type DryRunOptions,
  deliver,
  dryRun,
  type SendOptions,
} from "./deliver.js";
export { type BulkDeliveryProgress, type DeliverManyOptions, deliverMany } from "./deliver-many.js";
export { type FetchFile, type FileOptions, FileUnavailableError } from "./files.js";
export type { LimeCrm } from "./lime-crm.js";
export { limeUrlProblem } from "./lime-url.js";
export { linkToLimeobject } from "./link.js";
export type { Progress } from "./run-delivery.js";
export { type ConnectionOptions, fetchLimetypes, testConnection } from "./test-connection.js";
