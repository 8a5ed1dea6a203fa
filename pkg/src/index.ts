// The public API, identical in every runtime. The entry points load the module in the way of their runtime and re-export it.

export {
  type AnyLimeobjectError,
  ConfigError,
  isLimeobjectError,
  LimeobjectError,
  type LimeobjectErrorCode,
  ModuleError,
  type ModuleErrorCode,
  PathError,
  PayloadError,
  type UsageErrorCode,
} from "./errors.js";
export * from "./generated/codes.js";
export type * from "./generated/types.js";
export { Mapper, type MapperOptions, type PreviewOptions } from "./mapper.js";
export {
  formatPath,
  instances,
  type LocateOptions,
  limetypes,
  locate,
  type PathStep,
  parsePath,
  pointerToPath,
  positionAt,
  type SummaryOptions,
  summary,
} from "./readers.js";
