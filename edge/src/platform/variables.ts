import { USERLIKE_HOSTS } from "userlike-limeobject/delivery";
import type { Rate } from "../../../contract/settings.ts";
import type { Env, Variables } from "./env.ts";

/** Defaults of the variables that have one. edge/variables.env and docs/edge.md describe each variable. */
export const DEFAULTS = {
  ADDON_PENDING_STATUS: "202",
  ADDON_WAIT_SECONDS: "5",
  DELIVERY_ATTEMPTS: "6",
  LIME_RATE: "3000/300",
  LIME_TIMEOUT_SECONDS: "30",
  MAX_BODY_BYTES: "16777216",
  MEDIA_HOSTS: USERLIKE_HOSTS.join(","),
  RESUME_SECONDS: "30",
  RETRY_SECONDS: "30",
  SETTLE_SECONDS: "66",
  USE_SANDBOX: "on",
  USERLIKE_API: "https://api.userlike.com/api/um/v3/",
  USERLIKE_RETRY_SECONDS: "60",
  WEBHOOK_HEADER: "x-userlike-secret",
} as const satisfies Variables;

/** Times and limits of deliveries. All times are in milliseconds. */
export interface Timing {
  /** Number of attempts before a delivery fails. */
  attempts: number;
  /** Wait after the nth attempt: four times longer after each, two hours at most, ±20 %. */
  backoff: (attempt: number) => number;
  /** Time without progress before a delivery counts as interrupted and is resumed. */
  resume: number;
  /** Time before a queued send starts without its queue message. */
  unclaimed: number;
  /** Time for which an object is searched for, before it is created again, when the outcome of its creation is unknown. */
  settle: number;
  /** Timeout of one request to Lime CRM or Userlike. */
  requestTimeout: number;
  /** Wait after Userlike's API failed without naming a time. */
  userlikeRetry: number;
}

const LONGEST_BACKOFF = 2 * 60 * 60 * 1000;

export function timing(env: Env): Timing {
  const resume = seconds(env, "RESUME_SECONDS");
  const first = seconds(env, "RETRY_SECONDS");
  return {
    attempts: Math.max(1, Math.floor(positive(env, "DELIVERY_ATTEMPTS"))),
    // Spread, so that deliveries that failed together are not repeated together.
    backoff: (attempt) => Math.min(first * 4 ** (attempt - 1), LONGEST_BACKOFF) * (0.8 + Math.random() * 0.4),
    resume,
    unclaimed: resume * 10,
    settle: Math.round(seconds(env, "SETTLE_SECONDS")),
    requestTimeout: seconds(env, "LIME_TIMEOUT_SECONDS"),
    userlikeRetry: seconds(env, "USERLIKE_RETRY_SECONDS"),
  };
}

/** Size limit of one request body. */
export function maxBodyBytes(env: Env): number {
  const bytes = Number(env.MAX_BODY_BYTES);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : Number(DEFAULTS.MAX_BODY_BYTES);
}

/** The items of a comma-separated variable. */
export function listOf(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** The hosts of the variable. What is not the name of a host matches none, so it is left out. */
export const mediaHosts = (env: Env): string[] =>
  listOf(env.MEDIA_HOSTS || DEFAULTS.MEDIA_HOSTS)
    .map((host) => host.toLowerCase())
    .filter(isHost);

/** Whether a text is the name of a host, or `*.` and a name; an IP address is none. */
export function isHost(text: string): boolean {
  return /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/.test(text) && text.length <= 253;
}

export function limeRate(env: Env): Rate {
  return parseRate(env.LIME_RATE ?? "") ?? (parseRate(DEFAULTS.LIME_RATE) as Rate);
}

function parseRate(text: string): Rate | undefined {
  const [, requests, seconds] = /^(\d+)\/(\d+)$/.exec(text.trim()) ?? [];
  const rate = { requests: Number(requests), seconds: Number(seconds) };
  return rate.requests > 0 && rate.seconds > 0 ? rate : undefined;
}

/**
 * How long a request of Userlike's Lime CRM add-on waits for its delivery, in milliseconds, and the status of the answer when it takes
 * longer. What the add-on makes of a status other than 200 is not documented by Userlike, so both are variables.
 */
export function addonAnswer(env: Env): { wait: number; status: 200 | 202 | 503 } {
  const known = [200, 202, 503] as const;
  const status = known.find((status) => String(status) === env.ADDON_PENDING_STATUS?.trim());
  return { wait: seconds(env, "ADDON_WAIT_SECONDS"), status: status ?? 202 };
}

type Numeric =
  | "ADDON_WAIT_SECONDS"
  | "DELIVERY_ATTEMPTS"
  | "LIME_TIMEOUT_SECONDS"
  | "RESUME_SECONDS"
  | "RETRY_SECONDS"
  | "SETTLE_SECONDS"
  | "USERLIKE_RETRY_SECONDS";

const seconds = (env: Env, name: Numeric): number => positive(env, name) * 1000;

function positive(env: Env, name: Numeric): number {
  const number = Number(env[name]);
  return Number.isFinite(number) && number > 0 ? number : Number(DEFAULTS[name]);
}
