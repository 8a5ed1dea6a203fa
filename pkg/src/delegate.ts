// What the WebAssembly module throws, as the classes that it has in JavaScript.

import { ConfigError, DeliveryError, LimeobjectError, PayloadError, type PayloadPlace } from "./errors.js";
import type { Finding, Problem } from "./generated/types.js";

/** What the bindings throw: plain objects. */
type Thrown =
  | { name: "ConfigError"; message: string; problems: Problem[] }
  | { name: "OptionError"; code: string; message: string }
  | { name: "DeliveryError"; code: string; message: string; findings?: Finding[] }
  | ({ name: "PayloadError"; code: string; message: string } & PayloadPlace);

/** The error that the bindings threw; undefined when it was not they who threw. */
export function thrownError(error: unknown): LimeobjectError | undefined {
  if (!isThrown(error)) return undefined;
  switch (error.name) {
    case "ConfigError":
      return new ConfigError(error.message, error.problems);
    case "OptionError":
      return new LimeobjectError(error.code, error.message);
    case "DeliveryError":
      return new DeliveryError(error.code, error.message, { findings: error.findings });
    case "PayloadError":
      return new PayloadError(error.code, error.message, error);
  }
}

/** Calls into the module, and gives what it throws the class that it has in JavaScript. */
export function delegate<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    const message = "the WebAssembly module failed; please report it, with the input";
    throw thrownError(error) ?? new LimeobjectError("internal", message, { cause: error });
  }
}

function isThrown(error: unknown): error is Thrown {
  if (typeof error !== "object" || error === null || error instanceof Error || !("name" in error)) return false;
  return ["ConfigError", "DeliveryError", "OptionError", "PayloadError"].includes(String(error.name));
}
