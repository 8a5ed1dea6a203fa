// Public API of `userlike-limeobject/delivery`, identical in every runtime.

export { DeliveryError, LimeobjectError } from "../errors.js";
export { DELIVERY_FAILURE_CODES } from "../generated/codes.js";
export type * from "../generated/types.js";
export { type ConnectionOptions, fetchLimetypes, testConnection } from "./connection.js";
export {
  connect,
  type DeliverOptions,
  type DeliveryStep,
  deliver,
  dryRun,
  type SendOptions,
} from "./deliver.js";
export { type FetchFile, type FileOptions, NoFile } from "./files.js";
export type { LimeCrm } from "./lime.js";
export { linkToLimeobject } from "./link.js";
export { type DeliverManyOptions, deliverMany, type ManyStep } from "./many.js";
