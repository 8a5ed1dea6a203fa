// Delivery, connection and dry run of one preview.

import { Delivery, DryRun } from "../../wasm/delivery.js";
import type { DryRunReport, Preview, Receipt, UpdatePolicy } from "../generated/types.js";
import { mapWasmError } from "../module/errors.js";
import { rejectUnknownOptions } from "../options.js";
import { type FileOptions, fileOptions } from "./files.js";
import { checkedUrl, type LimeCrm } from "./lime-crm.js";
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
  /** Number of attempts for one step before the delivery fails. Default: 8. */
  attempts?: number | undefined;
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
export interface DryRunOptions extends Omit<SendOptions, "resume" | "onProgress"> {
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
export function deliver(preview: Preview | null, options: SendOptions): Promise<Receipt> {
  return start(preview, options, (text, crateOptions) => new Delivery(text, crateOptions));
}

/**
 * Connects a conversation to an existing limeobject, without writing anything else. Later deliveries go there.
 *
 * @param preview A preview of the conversation, for which a payload with an id is sufficient; null with `resume`.
 * @throws {DeliveryError} as {@link deliver} does
 */
export function connect(preview: Preview | null, limeobject: number, options: DeliverOptions): Promise<Receipt> {
  return start(preview, { ...options, limeobject }, (text, crateOptions) => Delivery.connect(text, crateOptions));
}

/**
 * Reads from Lime CRM what {@link deliver} would do now: which objects it would create, change and find.
 *
 * @throws {DeliveryError} as {@link deliver} does, without a state
 */
export async function dryRun(preview: Preview, options: DryRunOptions): Promise<DryRunReport> {
  const { onProgress, ...more } = options;
  const crateOptions = checkedOptions(more);
  const run = mapWasmError(() => new DryRun(JSON.stringify(preview), crateOptions));
  return runDelivery<DryRunReport>(run, options, {
    onProgress: (progress) => onProgress?.(progress),
    state: () => undefined,
  });
}

async function start(
  preview: Preview | null,
  options: SendOptions,
  create: (preview: string, options: object) => Delivery,
): Promise<Receipt> {
  const { resume, onProgress, ...more } = options;
  const crateOptions = checkedOptions(more);
  const delivery: ResumableDelivery<Receipt> =
    resume === undefined
      ? mapWasmError(() => create(JSON.stringify(preview), crateOptions))
      : resumeDelivery(() => Delivery.resume(resume), crateOptions.url);
  const state = () => delivery.state();
  return runDelivery(delivery, options, {
    onProgress: async (progress) => {
      if (onProgress !== undefined) await onProgress({ ...progress, state: state() });
    },
    state,
  });
}

/** Rejects unknown options, and returns those of the crate. */
function checkedOptions(options: Omit<SendOptions, "resume" | "onProgress">): { url: string } {
  const { url, apiKey, fetch, signal, timeout, mediaHosts, maxFileBytes, fileTimeout, fetchFile, ...more } = options;
  const { existing, onlyIfChanged, attempts, limeobject, ...unknown } = more;
  rejectUnknownOptions(
    unknown,
    "url, apiKey, fetch, signal, timeout, existing, onlyIfChanged, attempts, limeobject, resume, onProgress, mediaHosts, maxFileBytes, fileTimeout and fetchFile",
  );
  const base = checkedUrl(options);
  const files = fileOptions({ mediaHosts, maxFileBytes, fileTimeout, fetchFile });
  const crateOptions = { url: base, now: new Date().toISOString(), existing, onlyIfChanged, attempts, limeobject };
  return { ...crateOptions, ...files };
}
