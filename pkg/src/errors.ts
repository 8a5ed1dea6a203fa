import type { Finding, Problem } from "./generated/types.js";

/** What every error of this package is. `message` stands alone; `code` is stable and meant for programs. */
export class LimeobjectError extends Error {
  /** Which kind of error it is, in kebab case: `not-json`, `too-deep`, ... */
  readonly code: string;

  /** @internal */
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The configuration, or Lime CRM's metadata, can't be used. `code` is `invalid-config`; `message` has a line per error. */
export class ConfigError extends LimeobjectError {
  /** Everything that is wrong or odd, not only the first of it, each with a JSON pointer to its place. */
  readonly problems: readonly Problem[];

  /** @internal */
  constructor(message: string, problems: readonly Problem[], options?: ErrorOptions) {
    super("invalid-config", message, options);
    this.problems = problems;
  }
}

/** Where in the payload an error is. What does not apply is absent. */
export interface PayloadPlace {
  /** Line in the JSON text, counted from 1. */
  line?: number | undefined;
  /** Column in that line, in bytes, counted from 1. */
  column?: number | undefined;
  /** JSON pointer to the value. */
  pointer?: string | undefined;
}

/** The payload is not a conversation: not JSON, of another shape, too large, nested too deep. */
export class PayloadError extends LimeobjectError {
  /** Line in the JSON text, counted from 1. */
  declare readonly line?: number;
  /** Column in that line, in bytes, counted from 1. */
  declare readonly column?: number;
  /** JSON pointer to the value. */
  declare readonly pointer?: string;

  /** @internal */
  constructor(code: string, message: string, place: PayloadPlace = {}, options?: ErrorOptions) {
    super(code, message, options);
    const { line, column, pointer } = place;
    for (const [key, value] of Object.entries({ line, column, pointer })) {
      // Errors of Safari and Bun have a line and a column of their own: those in the program.
      if (value === undefined) delete (this as Record<string, unknown>)[key];
      else Object.defineProperty(this, key, { value, enumerable: true, configurable: true, writable: true });
    }
  }
}

/**
 * The WebAssembly module broke down and was started anew: the next call works. `code` is `out-of-memory`, `stack-overflow`
 * or `internal`; `cause` is what the runtime threw.
 */
export class ModuleError extends LimeobjectError {}

/** What is known of a delivery that failed. */
export interface DeliveryTrouble {
  /** The status of Lime CRM's last answer. */
  status?: number | undefined;
  /** What Lime CRM, or the preview, says about it. */
  findings?: readonly Finding[] | undefined;
  /** What was to be done: `create-limeobject`. */
  task?: string | undefined;
  /** The delivery as it stands. */
  state?: string | undefined;
  /** Whether going on later can work with nothing changed. */
  resumable?: boolean | undefined;
}

/** A delivery, or a question to Lime CRM, that did not come to its end. */
export class DeliveryError extends LimeobjectError {
  /** What Lime CRM, or the preview, says about it. */
  readonly findings: readonly Finding[];
  /** True when the same can work later with nothing changed: Lime CRM could not be reached, or took no more requests. */
  readonly resumable: boolean;
  /** The status of Lime CRM's last answer; absent where there was none. */
  declare readonly status?: number;
  /** What was to be done: `create-limeobject`; absent where nothing was begun. */
  declare readonly task?: string;
  /** The delivery as it stands: pass it as `resume` to go on from here. Absent where nothing was begun. */
  declare readonly state?: string;

  /** @internal */
  constructor(code: string, message: string, trouble: DeliveryTrouble = {}, options?: ErrorOptions) {
    super(code, message, options);
    this.findings = trouble.findings ?? [];
    this.resumable = trouble.resumable ?? false;
    if (trouble.status !== undefined) this.status = trouble.status;
    if (trouble.task !== undefined) this.task = trouble.task;
    if (trouble.state !== undefined) this.state = trouble.state;
  }
}
