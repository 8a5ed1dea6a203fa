// Delivery of many previews through the package limepkg-mbeku-bulk-import of Lime CRM.

import { BulkDelivery } from "../../wasm/delivery.js";
import type { BulkReport, Preview } from "../generated/types.js";
import { mapWasmError } from "../module/errors.js";
import { checkOption, isFunction, readOptions } from "../options.js";
import { checkResume, type DeliverOptions, previewText, WRITE_OPTIONS, writeOptions } from "./deliver.js";
import { checkedLime, LIME_OPTIONS, type LimeCrm } from "./lime-crm.js";
import { type Progress, type ResumableDelivery, resumeDelivery, runDelivery } from "./run-delivery.js";

/** Progress of a bulk delivery. */
export interface BulkDeliveryProgress extends Progress {
  /**
   * The delivery as JSON text, with all its previews. Present only where it has to be saved: when `phase` is `sending` and
   * `writes` is true.
   */
  state?: string;
}

/** Options of a bulk delivery. */
export interface DeliverManyOptions
  extends LimeCrm,
    Pick<DeliverOptions, "existing" | "onlyIfChanged" | "sendId" | "attempts" | "settleTime"> {
  /** A saved state. The delivery is resumed from it, with the options that it was started with. */
  resume?: string | undefined;
  /**
   * Called before and after each request and before each wait; the delivery waits for it. **To resume a delivery after the
   * end of the process, save `state` whenever it is present.**
   */
  onProgress?: ((progress: BulkDeliveryProgress) => void | Promise<void>) | undefined;
}

/**
 * Writes many previews of one instance to Lime CRM, as jobs of its package limepkg-mbeku-bulk-import: a few dozen requests
 * for all of them, and one for the company of each person. **Automations and webhooks of Lime CRM do not run.**
 *
 * `fallbacks` has the previews that cannot be, or were not, written this way, with the reason. Deliver them with
 * {@link deliver}; with `onlyIfChanged`, where `noteMayExist`. If Lime CRM does not have the package, these are all
 * previews (`no-bulk-import`), and nothing was written.
 *
 * @param previews At most 1000; null with `resume`.
 * @throws {DeliveryError} as {@link deliver} does; `too-many`
 */
export async function deliverMany(
  previews: readonly Preview[] | null,
  options: DeliverManyOptions,
): Promise<BulkReport> {
  const read = readOptions(options, [...LIME_OPTIONS, ...WRITE_OPTIONS, "resume", "onProgress"]);
  const { resume, onProgress } = read;
  checkResume(resume);
  checkOption("onProgress", onProgress, "a function", isFunction);
  const base = checkedLime(read);
  const writing = writeOptions(read);
  const crateOptions = { url: base, now: new Date().toISOString(), ...writing };
  const text = resume === undefined ? previewText(previews, "previews") : "";
  const delivery: ResumableDelivery<BulkReport> =
    resume === undefined
      ? mapWasmError(() => new BulkDelivery(text, crateOptions))
      : resumeDelivery(() => BulkDelivery.resume(resume), base);
  const state = () => delivery.state();
  return runDelivery(delivery, read, {
    onProgress: async (progress) => {
      const isSaved = progress.phase === "sending" && progress.writes;
      await onProgress?.(isSaved ? { ...progress, state: state() } : progress);
    },
    state,
  });
}
