// The public API, the same in every runtime. The entry points (node.ts, browser.ts, ...) load the module in their runtime's
// way and pass this on.

export { ConfigError, LimeobjectError, ModuleError, PayloadError } from "./errors.js";
export type * from "./generated/types.js";
export { Mapper, type MapperOptions, type PreviewOptions } from "./mapper.js";
