// What `userlike-limeobject/delivery` offers, the same in every runtime.

export { type ConnectionOptions, fetchLimetypes, testConnection } from "./delivery/connection.js";
export {
  connect,
  type DeliverOptions,
  type DeliveryStep,
  deliver,
  dryRun,
  type SendOptions,
} from "./delivery/deliver.js";
export { type FetchFile, type FileOptions, NoFile } from "./delivery/files.js";
export type { LimeCrm } from "./delivery/lime.js";
export { linkToLimeobject } from "./delivery/link.js";
export { type DeliverManyOptions, deliverMany, type ManyStep } from "./delivery/many.js";
export { DeliveryError, LimeobjectError } from "./errors.js";
export type * from "./generated/types.js";
