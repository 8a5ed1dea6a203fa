// Many previews into Lime CRM at once, through its package limepkg-mbeku-bulk-import.

import { Delivery } from "../../wasm/delivery.js";
import { LimeobjectError } from "../errors.js";
import type { BulkReport, Preview } from "../generated/types.js";
import { mapWasmError } from "../module/errors.js";
import { rejectUnknownOptions, withoutUndefined } from "../options.js";
import type { DeliverOptions, DeliveryStep } from "./deliver.js";
import { checked, type LimeCrm } from "./lime.js";
import { carryOut, takeUp } from "./loop.js";

/** Where a delivery of many stands. */
export interface ManyStep extends Omit<DeliveryStep, "state"> {
  /**
   * The whole delivery as JSON text, with all its previews; only where it has to be kept: when `phase` is `sending` and
   * `writes` is true.
   */
  state?: string;
}

/** How many are delivered. */
export interface DeliverManyOptions extends LimeCrm, Pick<DeliverOptions, "existing" | "onlyIfChanged" | "attempts"> {
  /** A state that was kept: the delivery goes on from there, with the settings that it began with. */
  resume?: string | undefined;
  /** Told about each step, and waited for. **To lose nothing when the process ends, keep `state` whenever there is one.** */
  onStep?: ((step: ManyStep) => void | Promise<void>) | undefined;
}

/**
 * Writes many previews of one instance to Lime CRM, as jobs of its package limepkg-mbeku-bulk-import: some dozen requests
 * for all of them, and one for the company of each person. **Automations and webhooks of Lime CRM do not run.**
 *
 * What can't go that way, or was not written, stands in `fallbacks`, with the reason, to be handed to {@link deliver}: with
 * `onlyIfChanged` where `noteMayExist`. Where Lime CRM has no such package, that is all of them (`no-bulk-import`), and
 * nothing was written.
 *
 * @param previews At most 1000; null where `resume` is given.
 * @throws {DeliveryError} as {@link deliver} does; `too-many`
 */
export async function deliverMany(
  previews: readonly Preview[] | null,
  options: DeliverManyOptions,
): Promise<BulkReport> {
  const end = await carryOut(begin(previews, options), options, false);
  if (end.do === "report") return end.report;
  throw new LimeobjectError("internal", `the delivery ended with "${end.do}"; please report it`);
}

function begin(previews: readonly Preview[] | null, options: DeliverManyOptions): Delivery {
  const { url, apiKey, fetch, signal, timeout, onStep, ...more } = options;
  const { existing, onlyIfChanged, attempts, resume, ...unknown } = more;
  rejectUnknownOptions(
    unknown,
    "url, apiKey, fetch, signal, timeout, existing, onlyIfChanged, attempts, resume and onStep",
  );
  const base = checked(options);
  if (resume !== undefined) return takeUp(() => Delivery.resumeMany(resume), base);
  const told = withoutUndefined({ url: base, existing, onlyIfChanged, attempts });
  return mapWasmError(() => Delivery.many(JSON.stringify(previews), told));
}
