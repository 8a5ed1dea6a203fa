// Sending one conversation, and asking what that would change.

import type { DryRunReport, Receipt } from "userlike-limeobject/delivery";
import type { SendStage } from "../state/send-state.ts";
import type { Api } from "./api.ts";

export interface SendOptions {
  /** An instance by its name or topic; null leaves it to the conversation's topics. */
  instance: string | null;
  /** What becomes of the values of a limeobject that exists already. */
  existing: "keep" | "fill" | "overwrite";
  /** No new history note when the newest one says the same. */
  onlyIfChanged: boolean;
}

export type Sent = Receipt & { conversation: number };

export function send(api: Api, payload: string, options: SendOptions): Promise<Sent> {
  return api.json(`api/send?${query(options)}`, post(payload));
}

export async function dryRun(api: Api, payload: string, options: SendOptions): Promise<DryRunReport> {
  const { forecast } = await api.json<{ forecast: DryRunReport }>(`api/dry-run?${query(options)}`, post(payload));
  return forecast;
}

/** What the newest send of a conversation is about now; null when that is not known. */
export async function stepOf(api: Api, conversation: number): Promise<SendStage | null> {
  const { sends } = await api.json<{ sends: { status: string; task: string | null }[] }>(
    `api/conversations/${conversation}`,
  );
  const { status, task } = sends[0] ?? {};
  if (status === "waiting") return "waiting";
  if (status !== "running" || !task) return null;
  return steps.find(([pattern]) => pattern.test(task))?.[1] ?? null;
}

/** The tasks of the package's delivery, as a person tells them apart. */
const steps: readonly [RegExp, SendStage][] = [
  [/^lookup$/, "people"],
  [/ulconversation|connect/, "link"],
  [/limeobject/, "object"],
  [/note/, "note"],
  [/document|file/, "files"],
];

function query({ instance, existing, onlyIfChanged }: SendOptions): URLSearchParams {
  const query = new URLSearchParams({ existing });
  if (instance !== null) query.set("instance", instance);
  if (onlyIfChanged) query.set("onlyIfChanged", "1");
  return query;
}

function post(body: string): RequestInit {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body };
}
