// The calls into the WebAssembly module.

import { ConfigError, DeliveryError, LimeobjectError, PayloadError, type PayloadPlace } from "./errors.js";
import type { Finding, Problem } from "./generated/types.js";

/** What the bindings throw: plain objects. */
type Thrown =
  | { name: "ConfigError"; message: string; problems: Problem[] }
  | { name: "OptionError"; code: string; message: string }
  | { name: "DeliveryError"; code: string; message: string; findings?: Finding[] }
  | ({ name: "PayloadError"; code: string; message: string } & PayloadPlace);

/** Calls into the module, and gives what it throws the class that it has in JavaScript. */
export function delegate<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (!isThrown(error)) {
      const message = "the WebAssembly module failed; please report it, with the input";
      throw new LimeobjectError("internal", message, { cause: error });
    }
    switch (error.name) {
      case "ConfigError":
        throw new ConfigError(error.message, error.problems);
      case "OptionError":
        throw new LimeobjectError(error.code, error.message);
      case "DeliveryError":
        throw new DeliveryError(error.code, error.message, { findings: error.findings });
      case "PayloadError":
        throw new PayloadError(error.code, error.message, error);
    }
  }
}

function isThrown(error: unknown): error is Thrown {
  if (typeof error !== "object" || error === null || error instanceof Error || !("name" in error)) return false;
  return ["ConfigError", "DeliveryError", "OptionError", "PayloadError"].includes(String(error.name));
}
