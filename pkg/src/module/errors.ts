// Maps the plain objects that the WebAssembly module throws to the error classes of this package.

import {
  ConfigError,
  DeliveryError,
  LimeobjectError,
  PathError,
  PayloadError,
  type PayloadPosition,
  type UsageErrorCode,
} from "../errors.js";
import type { DeliveryErrorCode, Finding, Params, PayloadErrorCode, Problem } from "../generated/types.js";

/** Plain objects that the bindings throw. */
type WasmError =
  | { name: "ConfigError"; message: string; problems: Problem[] }
  | { name: "OptionError"; code: UsageErrorCode; message: string }
  | { name: "DeliveryError"; code: DeliveryErrorCode; message: string; findings?: Finding[] }
  | { name: "PathError"; message: string; position: number; offset: number; params: Params }
  | ({ name: "PayloadError"; code: PayloadErrorCode; message: string; params: Params } & PayloadPosition);

/** Converts an error of the bindings; undefined for any other error. */
export function fromWasmError(error: unknown): LimeobjectError | undefined {
  if (!isWasmError(error)) return undefined;
  switch (error.name) {
    case "ConfigError":
      return new ConfigError(error.message, error.problems);
    case "OptionError":
      return new LimeobjectError(error.code, error.message);
    case "DeliveryError":
      return new DeliveryError(error.code, error.message, { findings: error.findings });
    case "PathError":
      return new PathError(error.message, error.position, error.offset, undefined, error.params);
    case "PayloadError":
      return new PayloadError(error.code, error.message, error);
  }
}

/** Calls into the module and converts the errors that it throws. */
export function mapWasmError<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    const message = "the WebAssembly module failed; please report this together with the input";
    throw fromWasmError(error) ?? new LimeobjectError("internal", message, { cause: error });
  }
}

function isWasmError(error: unknown): error is WasmError {
  if (typeof error !== "object" || error === null || error instanceof Error || !("name" in error)) return false;
  return ["ConfigError", "DeliveryError", "OptionError", "PathError", "PayloadError"].includes(String(error.name));
}
