// Sending one conversation, and asking what that would change.

import type { Forecast, Receipt } from "userlike-limeobject/delivery";
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

export async function dryRun(api: Api, payload: string, options: SendOptions): Promise<Forecast> {
  const { forecast } = await api.json<{ forecast: Forecast }>(`api/dry-run?${query(options)}`, post(payload));
  return forecast;
}

function query({ instance, existing, onlyIfChanged }: SendOptions): URLSearchParams {
  const query = new URLSearchParams({ existing });
  if (instance !== null) query.set("instance", instance);
  if (onlyIfChanged) query.set("onlyIfChanged", "1");
  return query;
}

function post(body: string): RequestInit {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body };
}
