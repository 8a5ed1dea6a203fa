// One preview into Lime CRM.

import { Delivery } from "../../wasm/delivery.js";
import { LimeobjectError } from "../errors.js";
import type { DeliveryMode, DeliveryOptions, DryRunReport, Preview, Receipt } from "../generated/types.js";
import { mapWasmError } from "../module/errors.js";
import { rejectUnknownOptions, withoutUndefined } from "../options.js";
import type { FileOptions } from "./files.js";
import { checked, type LimeCrm } from "./lime.js";
import { carryOut, takeUp } from "./loop.js";

/** Where a delivery stands. */
export interface DeliveryStep {
  /** The whole delivery as JSON text. Kept, it can be gone on with as {@link DeliverOptions.resume}. */
  state: string;
  /** What it is about: `create-limeobject`. */
  task: string;
  /** `sending`: the request leaves when this returns. `answered`: it was answered, or was not. `waiting`: time has to pass. */
  phase: "sending" | "answered" | "waiting";
  /** True when the request changes something in Lime CRM. */
  writes: boolean;
  /** How long is waited, in milliseconds, and why; only while `waiting`. */
  wait?: { milliseconds: number; reason: string };
}

/** How it is delivered. */
export interface DeliverOptions extends LimeCrm, FileOptions {
  /** What becomes of the values of a limeobject that exists already: `keep` (when nothing is said), `fill`, `overwrite`. */
  existing?: DeliveryOptions["existing"];
  /** Leave out the history note when the newest one says the same. */
  onlyIfChanged?: boolean | undefined;
  /** How often one step is tried before it fails; 8 when nothing is said. */
  attempts?: number | undefined;
  /** A state that was kept: the delivery goes on from there, with the settings that it began with. */
  resume?: string | undefined;
  /**
   * Told about each step, and waited for. **To lose nothing when the process ends, keep `state` whenever `phase` is
   * `sending` and `writes` is true**: a resumed delivery then reads whether that write was done, and does it or not.
   */
  onStep?: ((step: DeliveryStep) => void | Promise<void>) | undefined;
}

/** How it is sent. */
export interface SendOptions extends DeliverOptions {
  /** The id of an existing limeobject to deliver into, instead of a new one; the conversation is tied to it. */
  limeobject?: number | undefined;
}

/**
 * Writes a preview to Lime CRM and answers what became of it. A write whose outcome is unknown is settled by reading
 * before it is tried again: nothing is written twice, as long as deliveries of one conversation do not run side by side.
 *
 * @param preview What is to be written; null where `resume` is given.
 * @throws {DeliveryError} with the `state` to go on from
 */
export async function deliver(preview: Preview | null, options: SendOptions): Promise<Receipt> {
  return (await run(preview, "send", options)) as Receipt;
}

/**
 * Ties the conversation to an existing limeobject: sends of it go there from then on. Nothing else is written.
 *
 * @param preview Of the conversation; that of a payload with nothing but its id is enough.
 * @throws {DeliveryError} as {@link deliver} does
 */
export async function connect(preview: Preview | null, limeobject: number, options: DeliverOptions): Promise<Receipt> {
  return (await run(preview, "connect", { ...options, limeobject })) as Receipt;
}

/**
 * Only reads, and answers what {@link deliver} would do now: what is made, what changes, who was found.
 *
 * @throws {DeliveryError} as {@link deliver} does
 */
export async function dryRun(preview: Preview, options: SendOptions): Promise<DryRunReport> {
  return (await run(preview, "dry-run", options)) as DryRunReport;
}

async function run(preview: Preview | null, goal: DeliveryMode, options: SendOptions): Promise<Receipt | DryRunReport> {
  const end = await carryOut(begin(preview, goal, options), options, true);
  switch (end.do) {
    case "done":
      return end.receipt;
    case "dry-run":
      return end.report;
    default:
      throw new LimeobjectError("internal", `the delivery ended with "${end.do}"; please report it`);
  }
}

function begin(preview: Preview | null, goal: DeliveryMode, options: SendOptions): Delivery {
  const { url, apiKey, fetch, signal, timeout, mediaHosts, maxFileBytes, fetchFile, onStep, ...more } = options;
  const { existing, onlyIfChanged, attempts, limeobject, resume, ...unknown } = more;
  rejectUnknownOptions(
    unknown,
    "url, apiKey, fetch, signal, timeout, existing, onlyIfChanged, attempts, limeobject, resume, onStep, mediaHosts, maxFileBytes and fetchFile",
  );
  const base = checked(options);
  if (resume !== undefined) return takeUp(() => Delivery.resume(resume), base);
  const told = withoutUndefined({ url: base, goal, existing, onlyIfChanged, attempts, limeobject });
  return mapWasmError(() => new Delivery(JSON.stringify(preview), told));
}
