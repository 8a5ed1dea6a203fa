// Delivery, connection and dry run of one preview.

import { Delivery, DryRun } from "../../wasm/delivery.js";
import { DeliveryError, LimeobjectError } from "../errors.js";
import type { DryRunReport, Preview, Receipt, UpdatePolicy } from "../generated/types.js";
import { mapWasmError } from "../module/errors.js";
import { checkOption, integerOption, isFunction, isObject, readOptions } from "../options.js";
import { FILE_OPTIONS, type FileOptions, fileOptions } from "./files.js";
import { checkedLime, LIME_OPTIONS, type LimeCrm } from "./lime-crm.js";
import { type Progress, type ResumableDelivery, resumeDelivery, runDelivery } from "./run-delivery.js";

/** Progress of a delivery, with its state. */
export interface DeliveryProgress extends Progress {
  /** The delivery as JSON text. It can be resumed from it with {@link DeliverOptions.resume}. */
  state: string;
}

/** Options of a delivery. */
export interface DeliverOptions extends LimeCrm, FileOptions {
  /** What happens to the values of a limeobject that exists already. Default: `keep`. */
  existing?: UpdatePolicy | undefined;
  /** Skips the history note when the newest note of the limeobject has the same text. Default: false. */
  onlyIfChanged?: boolean | undefined;
  /** Identifies this send, for the `idempotencyProperty` of its history note: 1 to 44 characters. Default: a random one. */
  sendId?: string | undefined;
  /** Number of attempts for one step before the delivery fails. Default: 8. */
  attempts?: number | undefined;
  /**
   * Time in milliseconds for which an object is searched for, before it is created again, when the outcome of its creation is unknown.
   * Default: 66000.
   */
  settleTime?: number | undefined;
  /**
   * Ends the delivery with the error `waiting`, its `wait` and its `state`, instead of waiting longer than this, in milliseconds.
   * Default: no limit.
   */
  longestWait?: number | undefined;
  /** A saved state. The delivery is resumed from it, with the options that it was started with. */
  resume?: string | undefined;
  /**
   * Called before and after each request and before each wait; the delivery waits for it. **To resume a delivery after the
   * end of the process, save `state` whenever `phase` is `sending` and `writes` is true.** A resumed delivery finds out
   * by reading whether that write was carried out.
   */
  onProgress?: ((progress: DeliveryProgress) => void | Promise<void>) | undefined;
}

/** Options of a delivery that writes all objects of a preview. */
export interface SendOptions extends DeliverOptions {
  /** Id of an existing limeobject to deliver into. The conversation is connected to it. */
  limeobject?: number | undefined;
}

/** Options of a dry run. */
export interface DryRunOptions extends Omit<SendOptions, "resume" | "onProgress" | "longestWait"> {
  /** Called before and after each request and before each wait; the dry run waits for it. */
  onProgress?: ((progress: Progress) => void | Promise<void>) | undefined;
}

/**
 * Writes a preview to Lime CRM. A write whose outcome is unknown is recovered by reading before it is repeated: nothing is
 * written twice, provided that deliveries of one conversation do not run concurrently.
 *
 * @param preview The preview; null with `resume`.
 * @throws {DeliveryError} with the `state` to resume from
 */
export async function deliver(preview: Preview | null, options: SendOptions): Promise<Receipt> {
  return start(preview, options, (text, crateOptions) => new Delivery(text, crateOptions));
}

/**
 * Connects a conversation to an existing limeobject, without writing anything else. Later deliveries go there.
 *
 * @param preview A preview of the conversation, for which a payload with an id is sufficient; null with `resume`.
 * @throws {DeliveryError} as {@link deliver} does
 */
export async function connect(preview: Preview | null, limeobject: number, options: DeliverOptions): Promise<Receipt> {
  return start(preview, { ...readOptions(options, DELIVER_OPTIONS), limeobject }, (text, crateOptions) =>
    Delivery.connect(text, crateOptions),
  );
}

/**
 * Reads from Lime CRM what {@link deliver} would do now: which objects it would create, change and find.
 *
 * @throws {DeliveryError} as {@link deliver} does, without a state
 */
export async function dryRun(preview: Preview, options: DryRunOptions): Promise<DryRunReport> {
  const read = readOptions(options, DRY_RUN_OPTIONS);
  const { onProgress, ...more } = read;
  checkOption("onProgress", onProgress, "a function", isFunction);
  const crateOptions = checkedOptions(more);
  const text = previewText(preview);
  const run = mapWasmError(() => new DryRun(text, crateOptions));
  return runDelivery<DryRunReport>(run, read, {
    onProgress: (progress) => onProgress?.(progress),
    state: () => undefined,
  });
}

async function start(
  preview: Preview | null,
  options: SendOptions,
  create: (preview: string, options: object) => Delivery,
): Promise<Receipt> {
  const read = readOptions(options, SEND_OPTIONS);
  const { resume, onProgress, longestWait, ...more } = read;
  checkResume(resume);
  checkOption("onProgress", onProgress, "a function", isFunction);
  checkOption(
    "longestWait",
    longestWait,
    "a number of milliseconds from 0 on",
    (wait) => Number(wait) >= 0 && typeof wait === "number",
  );
  const crateOptions = checkedOptions(more);
  const text = resume === undefined ? previewText(preview) : "";
  const delivery: ResumableDelivery<Receipt> =
    resume === undefined
      ? mapWasmError(() => create(text, crateOptions))
      : resumeDelivery(() => Delivery.resume(resume), crateOptions.url);
  const state = () => delivery.state();
  return runDelivery(delivery, read, {
    onProgress: async (progress) => {
      if (onProgress !== undefined) await onProgress({ ...progress, state: state() });
    },
    state,
    longestWait,
  });
}

/** Checks a saved state, whose content the crate checks. */
export function checkResume(resume: unknown): void {
  checkOption("resume", resume, "a text, the saved state of a delivery", (state) => typeof state === "string");
}

/** Returns the JSON text of a preview, or of a list of previews, which the crate checks. */
export function previewText(preview: unknown, name = "preview"): string {
  if (!isObject(preview))
    throw new LimeobjectError("option", `${name} must be what the Mapper returned, or null with resume`);
  try {
    return JSON.stringify(preview);
  } catch (cause) {
    throw new DeliveryError("bad-preview", `${name} cannot be written as JSON`, {}, { cause });
  }
}

/** Checks options and returns those of the crate. */
function checkedOptions(options: Omit<SendOptions, "resume" | "onProgress" | "longestWait">): { url: string } {
  const { mediaHosts, maxFileBytes, fileTimeout, fetchFile } = options;
  const { existing, onlyIfChanged, sendId, attempts, settleTime, limeobject } = options;
  const base = checkedLime(options);
  if (limeobject !== undefined && !(Number.isSafeInteger(limeobject) && limeobject > 0)) {
    throw new DeliveryError("no-limeobject", "limeobject must be the id of an existing limeobject: an integer above 0");
  }
  const writing = writeOptions({ existing, onlyIfChanged, sendId, attempts, settleTime });
  const files = fileOptions({ mediaHosts, maxFileBytes, fileTimeout, fetchFile });
  return { url: base, now: new Date().toISOString(), ...writing, limeobject, ...files } as { url: string };
}

/** Options that say how a delivery writes. */
export const WRITE_OPTIONS = ["existing", "onlyIfChanged", "sendId", "attempts", "settleTime"] as const;
type WriteOptions = Pick<DeliverOptions, (typeof WRITE_OPTIONS)[number]>;

const DRY_RUN_OPTIONS = [...LIME_OPTIONS, ...WRITE_OPTIONS, "limeobject", "onProgress", ...FILE_OPTIONS] as const;
const SEND_OPTIONS = [...DRY_RUN_OPTIONS, "longestWait", "resume"] as const;
const DELIVER_OPTIONS = SEND_OPTIONS.filter((name) => name !== "limeobject");

const POLICIES: readonly unknown[] = ["keep", "fill", "overwrite"] satisfies UpdatePolicy[];

/** Checks the options that say how a delivery writes. */
export function writeOptions({
  existing,
  onlyIfChanged,
  sendId = randomId(),
  attempts,
  settleTime,
}: WriteOptions): WriteOptions {
  checkOption("existing", existing, '"keep", "fill" or "overwrite"', (policy) => POLICIES.includes(policy));
  checkOption("onlyIfChanged", onlyIfChanged, "true or false", (value) => typeof value === "boolean");
  const isId = (id: unknown) => typeof id === "string" && /^[!-~]{1,44}$/.test(id);
  checkOption("sendId", sendId, "a text of 1 to 44 visible ASCII characters", isId);
  integerOption("attempts", attempts);
  integerOption("settleTime", settleTime, 0);
  return { existing, onlyIfChanged, sendId, attempts, settleTime };
}

/** `crypto.randomUUID` exists in secure contexts only. */
const randomId = () => crypto.getRandomValues(new Uint32Array(4)).join("");
