import type {
  DeliveryErrorCode,
  DeliveryFailureCode,
  Finding,
  Params,
  PayloadErrorCode,
  Problem,
  TaskName,
} from "./generated/types.js";

/** Codes of errors that have no class of their own. */
export type UsageErrorCode = "option" | "freed" | "not-loaded" | "bad-module" | "internal";

/** Codes of a {@link ModuleError}. */
export type ModuleErrorCode = "out-of-memory" | "stack-overflow" | "internal";

/** Codes of a {@link DeliveryError} that come from the connection to Lime CRM, not from the delivery. */
export type ConnectionErrorCode = "aborted" | "bad-key" | "unreachable" | "waiting";

/** Every code of an error of this package. */
export type LimeobjectErrorCode =
  | UsageErrorCode
  | ModuleErrorCode
  | PayloadErrorCode
  | DeliveryError["code"]
  | ConfigError["code"]
  | PathError["code"];

/** Every error of this package. `switch (error.name)` and `switch (error.code)` narrow it. */
export type AnyLimeobjectError =
  | ConfigError
  | DeliveryError
  | ModuleError
  | PathError
  | PayloadError
  | (LimeobjectError & { readonly name: "LimeobjectError"; readonly code: UsageErrorCode });

/**
 * Whether this package threw the error; TypeScript then knows all its kinds.
 *
 * @example
 * if (isLimeobjectError(error) && error.name === "PayloadError") console.log(error.pointer);
 */
export function isLimeobjectError(error: unknown): error is AnyLimeobjectError {
  try {
    return error instanceof LimeobjectError;
  } catch {
    // A revoked Proxy.
    return false;
  }
}

/** Returns the message of anything that was thrown, by any realm. */
export function messageOf(thrown: unknown): string {
  try {
    return String((thrown as { message?: unknown } | null | undefined)?.message ?? thrown);
  } catch {
    return "an error without a message";
  }
}

/** Base class of all errors of this package. `message` is complete by itself; `code` is stable and meant for programs. */
export class LimeobjectError extends Error {
  /** Name of the class. */
  // Not `new.target.name`: minifiers rename classes.
  override readonly name: "LimeobjectError" | `${"Config" | "Delivery" | "Module" | "Path" | "Payload"}Error` =
    "LimeobjectError";
  /** Kind of error in kebab case: `not-json`, `too-deep`, … */
  readonly code: LimeobjectErrorCode;
  /** The values in the message, by name, for translations; absent when the code says all. */
  declare readonly params?: Params;

  /** @internal */
  constructor(code: LimeobjectErrorCode, message: string, options?: ErrorOptions, params?: Params) {
    super(message, options);
    this.code = code;
    if (params !== undefined) this.params = params;
  }
}

/** The configuration or Lime CRM's metadata cannot be used. `code` is `invalid-config`; `message` has a line per error. */
export class ConfigError extends LimeobjectError {
  override readonly name = "ConfigError";
  declare readonly code: "invalid-config";
  /** All errors and warnings, each with a JSON pointer to its position. */
  readonly problems: readonly Problem[];

  /** @internal */
  constructor(message: string, problems: readonly Problem[], options?: ErrorOptions) {
    super("invalid-config", message, options);
    this.problems = problems;
  }
}

/** Position of an error in the payload. Unknown members are absent. */
export interface PayloadPosition {
  /** Line in the JSON text, counted from 1. */
  line?: number | undefined;
  /** Column in that line, in bytes, counted from 1. */
  column?: number | undefined;
  /** JSON pointer to the value. */
  pointer?: string | undefined;
}

/** The payload is not a conversation: not JSON, not an object, too large, or nested too deeply. */
export class PayloadError extends LimeobjectError {
  override readonly name = "PayloadError";
  declare readonly code: PayloadErrorCode;
  /** Line in the JSON text, counted from 1. */
  declare readonly line?: number;
  /** Column in that line, in bytes, counted from 1. */
  declare readonly column?: number;
  /** JSON pointer to the value. */
  declare readonly pointer?: string;

  /** @internal */
  constructor(
    code: PayloadErrorCode,
    message: string,
    position: PayloadPosition & { params?: Params } = {},
    options?: ErrorOptions,
  ) {
    super(code, message, options, position.params);
    const { line, column, pointer } = position;
    for (const [key, value] of Object.entries({ line, column, pointer })) {
      // In Safari and Bun every error has `line` and `column` of its own: the position in the program.
      if (value === undefined) delete (this as Record<string, unknown>)[key];
      else Object.defineProperty(this, key, { value, enumerable: true, configurable: true, writable: true });
    }
  }
}

/** A text is not a path, or steps or a JSON pointer cannot be written as one. `code` is `invalid-path`. */
export class PathError extends LimeobjectError {
  override readonly name = "PathError";
  declare readonly code: "invalid-path";
  /** Position in the text in characters, counted from 1. */
  readonly position: number;
  /** Position in the text in UTF-16 code units, counted from 0. */
  readonly offset: number;

  /** @internal */
  constructor(message: string, position: number, offset: number, options?: ErrorOptions, params?: Params) {
    super("invalid-path", message, options, params);
    this.position = position;
    this.offset = offset;
  }
}

/**
 * The WebAssembly module failed and was restarted; the next call works. `code` is `out-of-memory`, `stack-overflow` or
 * `internal`; `cause` is the error of the runtime.
 */
export class ModuleError extends LimeobjectError {
  override readonly name = "ModuleError";
  declare readonly code: ModuleErrorCode;

  /** @internal */
  constructor(code: ModuleErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
  }
}

/** Details of a failed delivery. */
export interface DeliveryErrorDetails {
  /** HTTP status of Lime CRM's last response. */
  status?: number | undefined;
  /** Findings of Lime CRM's response or of the preview. */
  findings?: readonly Finding[] | undefined;
  /** Task that failed: `create-limeobject`. */
  task?: TaskName | undefined;
  /** Current state of the delivery. */
  state?: string | undefined;
  /** True when the delivery can succeed later without any change. */
  resumable?: boolean | undefined;
  /** Milliseconds to wait before the delivery is resumed. */
  wait?: number | undefined;
}

/** A delivery or another request to Lime CRM failed. */
export class DeliveryError extends LimeobjectError {
  override readonly name = "DeliveryError";
  declare readonly code: DeliveryErrorCode | DeliveryFailureCode | ConnectionErrorCode;
  /** Findings of Lime CRM's response or of the preview. */
  readonly findings: readonly Finding[];
  /** True when a later attempt can succeed without any change: Lime CRM was unreachable, unavailable or limited the rate. */
  readonly resumable: boolean;
  /** HTTP status of Lime CRM's last response; absent when there was none. */
  declare readonly status?: number;
  /** Task that failed: `create-limeobject`; absent when no task had begun. */
  declare readonly task?: TaskName;
  /** Current state of the delivery: pass it as `resume` to continue. Absent when no task had begun. */
  declare readonly state?: string;
  /** With `waiting`: milliseconds to wait before the delivery is resumed. */
  declare readonly wait?: number;

  /** @internal */
  constructor(
    code: DeliveryError["code"],
    message: string,
    details: DeliveryErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(code, message, options);
    this.findings = details.findings ?? [];
    this.resumable = details.resumable ?? false;
    if (details.status !== undefined) this.status = details.status;
    if (details.task !== undefined) this.task = details.task;
    if (details.state !== undefined) this.state = details.state;
    if (details.wait !== undefined) this.wait = details.wait;
  }
}
