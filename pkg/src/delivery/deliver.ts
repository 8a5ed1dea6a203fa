// The loop around the crate's delivery: it sends, waits and keeps; what comes next is decided in the crate.

import { Delivery } from "../../wasm/delivery.js";
import { delegate } from "../delegate.js";
import { DeliveryError } from "../errors.js";
import type { Action, DeliveryOptions, Failure, Forecast, Goal, Preview, Receipt } from "../generated/types.js";
import { refuseUnknown } from "../options.js";
import { type FileOptions, NoFile, upload } from "./files.js";
import { ask, checked, type LimeAnswer, type LimeCrm } from "./lime.js";

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
  wait?: { milliseconds: number; because: string };
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
export async function dryRun(preview: Preview, options: SendOptions): Promise<Forecast> {
  return (await run(preview, "dry-run", options)) as Forecast;
}

async function run(preview: Preview | null, goal: Goal, options: SendOptions): Promise<Receipt | Forecast> {
  const delivery = begin(preview, goal, options);
  try {
    for (;;) {
      const action = delivery.poll() as Action;
      switch (action.do) {
        case "done":
          return action.receipt;
        case "forecast":
          return action.forecast;
        case "failed":
          throw failed(action.failure, delivery);
        case "wait": {
          const { task, milliseconds, because } = action;
          await tell(delivery, options, { task, phase: "waiting", writes: false, wait: { milliseconds, because } });
          await pause(milliseconds, options.signal);
          delivery.timePassed();
          break;
        }
        case "send": {
          const { task, writes } = action;
          await tell(delivery, options, { task, phase: "sending", writes });
          await send(delivery, action, options);
          await tell(delivery, options, { task, phase: "answered", writes });
        }
      }
      if (options.signal?.aborted) throw aborted(delivery, options.signal);
    }
  } finally {
    delivery.free();
  }
}

function begin(preview: Preview | null, goal: Goal, options: SendOptions): Delivery {
  const { url, apiKey, fetch, signal, timeout, mediaHosts, maxFileBytes, fetchFile, onStep, ...more } = options;
  const { existing, onlyIfChanged, attempts, limeobject, resume, ...unknown } = more;
  refuseUnknown(
    unknown,
    "url, apiKey, fetch, signal, timeout, existing, onlyIfChanged, attempts, limeobject, resume, onStep, mediaHosts, maxFileBytes and fetchFile",
  );
  const base = checked(options);
  if (resume !== undefined) {
    const delivery = delegate(() => Delivery.resume(resume));
    if (delivery.url() !== base) {
      delivery.free();
      throw new DeliveryError("bad-state", "this delivery was begun with another Lime CRM; begin it anew");
    }
    delivery.retry();
    return delivery;
  }
  const told = { url: base, goal, existing, onlyIfChanged, attempts, limeobject };
  const said = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
  return delegate(() => new Delivery(JSON.stringify(preview), said));
}

async function send(delivery: Delivery, { request }: Action & { do: "send" }, options: DeliverOptions): Promise<void> {
  let answer: LimeAnswer;
  try {
    const { method, path, body } = request;
    if (body === undefined) answer = await ask(options, method, path);
    else if ("file" in body) answer = await upload(options, path, body.file, options);
    else {
      const [type, text] = "json" in body ? ["application/json", body.json] : [body.text.contentType, body.text.text];
      answer = await ask(options, method, path, { headers: { "content-type": type }, body: text });
    }
  } catch (error) {
    // What an ended request did is unknown, too; the state says so.
    if (options.signal?.aborted) throw aborted(delivery, options.signal);
    if (error instanceof NoFile) delivery.fileUnavailable(error.message, error.temporary, Math.random());
    else delivery.interrupted(reason(error), Math.random());
    return;
  }
  delivery.answered(answer.status, answer.retryAfter, answer.body, Math.random());
}

async function tell(delivery: Delivery, { onStep }: DeliverOptions, step: Omit<DeliveryStep, "state">): Promise<void> {
  await onStep?.({ ...step, state: delivery.state() });
}

function reason(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "TimeoutError") return "Lime CRM did not answer in time";
  return "the connection to Lime CRM broke, or there was none";
}

function failed({ code, message, status, task, findings, resumable }: Failure, delivery: Delivery): DeliveryError {
  return new DeliveryError(code, message, { status, task, findings, resumable, state: delivery.state() });
}

function aborted(delivery: Delivery, signal: AbortSignal): DeliveryError {
  const trouble = { state: delivery.state(), resumable: true };
  return new DeliveryError("aborted", "the delivery was ended by the caller", trouble, { cause: signal.reason });
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener("abort", end);
  });
}
