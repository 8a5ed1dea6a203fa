// The loop around the crate's deliveries: it sends, waits and keeps; what comes next is decided in the crate.

import type { Delivery } from "../../wasm/delivery.js";
import { DeliveryError } from "../errors.js";
import type { Action, DeliveryFailure } from "../generated/types.js";
import { mapWasmError } from "../module/errors.js";
import { type FileOptions, NoFile, upload } from "./files.js";
import { ask, type LimeAnswer, type LimeCrm } from "./lime.js";

/** Where a delivery stands, with or without all of it as text. */
export interface Step {
  state?: string;
  task: string;
  phase: "sending" | "answered" | "waiting";
  writes: boolean;
  wait?: { milliseconds: number; reason: string };
}

/** How it is carried out. */
export interface LoopOptions<S extends Step> extends LimeCrm, FileOptions {
  onStep?: ((step: S) => void | Promise<void>) | undefined;
}

/** What ends it. */
export type End = Exclude<Action, { do: "send" | "wait" | "failed" }>;

/**
 * Carries a delivery out to its end, and frees it.
 *
 * @param everyState Whether each step is told with the state, or only those before which it has to be kept.
 * @throws {DeliveryError}
 */
export async function carryOut<S extends Step>(
  delivery: Delivery,
  options: LoopOptions<S>,
  everyState: boolean,
): Promise<End> {
  const tell = async (step: Step) => {
    const keep = everyState || (step.phase === "sending" && step.writes);
    await options.onStep?.((keep ? { ...step, state: delivery.state() } : step) as S);
  };
  try {
    for (;;) {
      const action = delivery.poll() as Action;
      switch (action.do) {
        case "failed":
          throw failed(action.failure, delivery);
        case "wait": {
          const { task, milliseconds, reason } = action;
          await tell({ task, phase: "waiting", writes: false, wait: { milliseconds, reason } });
          await pause(milliseconds, options.signal);
          delivery.timePassed();
          break;
        }
        case "send": {
          const { task, writes } = action;
          await tell({ task, phase: "sending", writes });
          await send(delivery, action, options);
          await tell({ task, phase: "answered", writes });
          break;
        }
        default:
          return action;
      }
      if (options.signal?.aborted) throw aborted(delivery, options.signal);
    }
  } finally {
    delivery.free();
  }
}

/**
 * Goes on with a delivery that was kept, with fresh attempts.
 *
 * @throws {DeliveryError} `bad-state` when it is none, or was begun with another Lime CRM than `url`
 */
export function takeUp(resume: () => Delivery, url: string): Delivery {
  const delivery = mapWasmError(resume);
  if (delivery.url() !== url) {
    delivery.free();
    throw new DeliveryError("bad-state", "this delivery was begun with another Lime CRM; begin it anew");
  }
  delivery.retry();
  return delivery;
}

async function send(
  delivery: Delivery,
  { request }: Action & { do: "send" },
  options: LimeCrm & FileOptions,
): Promise<void> {
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

function reason(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "TimeoutError") return "Lime CRM did not answer in time";
  return "the connection to Lime CRM broke, or there was none";
}

function failed(
  { code, message, status, task, findings, resumable }: DeliveryFailure,
  delivery: Delivery,
): DeliveryError {
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
