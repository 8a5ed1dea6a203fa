import { type Env, sandboxOf } from "./env.ts";
import { HttpError } from "./http.ts";
import type { Rate } from "./limiter.ts";

/** What an administrator can set. */
export interface Settings {
  /** The real Lime CRM; null until one is entered. The API key is sent to it and to nobody else. */
  lime: { url: string; apiKey: string } | null;
  /** Whether deliveries go to the sandbox instead. */
  sandbox: boolean;
  /** Which callbacks of Userlike's API add-on are delivered. */
  triggers: Trigger[];
  /** Origins that may show the page in a frame, as Userlike's custom add-on does. */
  addonOrigins: string[];
  /** Hosts that media files may be fetched from; "*.x" means every host below x. */
  mediaHosts: string[];
  /** How many requests Lime CRM takes in how many seconds. */
  rateLimit: Rate;
}

/** An operator's chat command `$lime`, or a callback as `<_type>.<_event>`. */
export const TRIGGERS = [
  "$lime",
  "conversation.ended",
  "chat_session.start",
  "chat_session.message_received",
  "chat_session.message_sent",
  "chat_session.unread",
  "chat_session.end",
  "chat_session.forward",
  "chat_session.rating",
  "chat_session.feedback",
  "chat_session.survey",
  "chat_session.goal",
] as const;

export type Trigger = (typeof TRIGGERS)[number];

const MEDIA_HOSTS = "userlike.com,*.userlike.com,lime-connect.com,*.lime-connect.com,userlikecdn.com,*.userlikecdn.com";
const ADDON_ORIGINS = ["https://userlike.com", "https://www.userlike.com", "https://lime-connect.com"];

/** Whether there is a sandbox at all. */
export const hasSandbox = (env: Env): boolean => sandboxOf(env) !== undefined;

/** What was saved, and the variables' values for everything that was not. */
export function completed(saved: Partial<Settings>, env: Env): Settings {
  const settings: Settings = {
    lime: null,
    sandbox: true,
    triggers: ["$lime", "conversation.ended"],
    addonOrigins: ADDON_ORIGINS,
    mediaHosts: listOf(env.MEDIA_HOSTS || MEDIA_HOSTS),
    rateLimit: rateOf(env.LIME_RATE),
    ...saved,
  };
  return { ...settings, sandbox: settings.sandbox && hasSandbox(env) };
}

/** The values of a comma-separated variable. */
export function listOf(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function rateOf(text: string | undefined): Rate {
  const [, requests, seconds] = /^(\d+)\/(\d+)$/.exec(text?.trim() ?? "") ?? [];
  return Number(requests) > 0 && Number(seconds) > 0
    ? { requests: Number(requests), seconds: Number(seconds) }
    : { requests: 3000, seconds: 300 };
}

/** The settings as they are shown: of the API key no more than its end. */
export function shown({ lime, ...settings }: Settings) {
  return { lime: lime === null ? null : { url: lime.url, apiKey: masked(lime.apiKey) }, ...settings };
}

/** Its last four characters, where they give away at most a quarter of it. */
export function masked(apiKey: string): string {
  return `••••${apiKey.length >= 16 ? apiKey.slice(-4) : ""}`;
}

/**
 * What a request wants to change.
 *
 * @throws {HttpError} 422 `invalid-settings` with everything that is wrong, each with a JSON pointer
 */
export function readChanges(body: Record<string, unknown>, current: Settings, env: Env): Partial<Settings> {
  const problems: { pointer: string; message: string }[] = [];
  const wrong = (pointer: string, message: string) => {
    problems.push({ pointer, message });
    return undefined;
  };
  const read = { lime: readLime, sandbox, triggers, addonOrigins, mediaHosts, rateLimit };
  const changes: Partial<Settings> = {};
  for (const [name, value] of Object.entries(body)) {
    if (!Object.hasOwn(read, name)) {
      wrong(
        `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
        `there is no such setting; there are ${Object.keys(read).join(", ")}`,
      );
    } else {
      const change = read[name as keyof typeof read](value);
      if (change !== undefined) Object.assign(changes, { [name]: change });
    }
  }
  if (problems.length > 0) {
    const lines = problems.map(({ pointer, message }) => `${pointer}: ${message}`);
    throw new HttpError(422, "invalid-settings", lines.join("\n"), { problems });
  }
  // Whoever enters a Lime CRM means to use it; without one, only the sandbox is left.
  if (changes.sandbox === undefined && "lime" in changes) changes.sandbox = changes.lime === null && hasSandbox(env);
  return changes;

  function readLime(value: unknown): Settings["lime"] | undefined {
    if (value === null) return null;
    if (!isObject(value)) return wrong("/lime", "it must be null or an object with url and apiKey");
    const unknown = Object.keys(value).find((key) => key !== "url" && key !== "apiKey");
    if (unknown !== undefined) return wrong("/lime", `it has url and apiKey, but no "${unknown}"`);
    const { url = current.lime?.url, apiKey } = value as { url?: unknown; apiKey?: unknown };
    const problem = urlProblem(url);
    if (problem !== undefined) return wrong("/lime/url", problem);
    const clean = new URL(String(url)).href.replace(/\/+$/, "");
    if (apiKey !== undefined && typeof apiKey !== "string") return wrong("/lime/apiKey", "it must be a string");
    // What is shown may come back as it was shown.
    const kept = apiKey === undefined || (current.lime !== null && apiKey === masked(current.lime.apiKey));
    if (!kept) {
      if (/^[\x21-\x7e]{1,4096}$/.test(apiKey)) return { url: clean, apiKey };
      return wrong(
        "/lime/apiKey",
        "it is empty, or has characters that no API key has; copy it again, without spaces and line breaks",
      );
    }
    if (current.lime === null) return wrong("/lime/apiKey", "it is missing; enter an API key of this Lime CRM");
    if (new URL(current.lime.url).origin !== new URL(clean).origin) {
      return wrong(
        "/lime/apiKey",
        "the URL is that of another server, and a key is never sent to another server than it was entered for; enter the API key again",
      );
    }
    return { url: clean, apiKey: current.lime.apiKey };
  }

  function sandbox(value: unknown): boolean | undefined {
    if (typeof value !== "boolean") return wrong("/sandbox", "it must be true or false");
    if (value && !hasSandbox(env))
      return wrong(
        "/sandbox",
        'this worker has no sandbox; deploy the sandbox, bind it as SANDBOX, and set the variable USE_SANDBOX to "on"',
      );
    return value;
  }

  function triggers(value: unknown): Trigger[] | undefined {
    return listed(
      "/triggers",
      value,
      (item) => (TRIGGERS as readonly string[]).includes(item),
      `a trigger is one of ${TRIGGERS.join(", ")}`,
    ) as Trigger[] | undefined;
  }

  function addonOrigins(value: unknown): string[] | undefined {
    return listed("/addonOrigins", value, isOrigin, 'an origin looks like "https://userlike.com"');
  }

  function mediaHosts(value: unknown): string[] | undefined {
    return listed("/mediaHosts", value, isHost, 'a host looks like "userlike.com" or "*.userlike.com"');
  }

  function rateLimit(value: unknown): Rate | undefined {
    const { requests, seconds } = isObject(value) ? value : {};
    const counts = [requests, seconds].every((number) => Number.isSafeInteger(number) && Number(number) > 0);
    if (counts && Number(requests) <= 1_000_000 && Number(seconds) <= 86_400)
      return { requests: Number(requests), seconds: Number(seconds) };
    return wrong(
      "/rateLimit",
      'it must be like { "requests": 3000, "seconds": 300 }: whole numbers, at most 1000000 requests and 86400 seconds',
    );
  }

  function listed(
    pointer: string,
    value: unknown,
    good: (item: string) => boolean,
    hint: string,
  ): string[] | undefined {
    if (!Array.isArray(value) || value.length > 100) return wrong(pointer, `it must be a list of at most 100; ${hint}`);
    const bad = value.findIndex((item) => typeof item !== "string" || !good(item));
    return bad >= 0 ? wrong(`${pointer}/${bad}`, hint) : [...new Set(value as string[])];
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null && url.origin === text && (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url)))
  );
}

const isHost = (text: string): boolean =>
  /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$/.test(text) && text.length <= 253;

const isLoopback = ({ hostname }: URL): boolean => ["localhost", "127.0.0.1", "[::1]"].includes(hostname);

/** Why this can't be the URL of a Lime CRM; undefined when it can. */
function urlProblem(value: unknown): string | undefined {
  const looks = "it looks like https://<server>/<application>";
  if (typeof value !== "string" || value.trim() === "") return `enter the URL of your Lime CRM; ${looks}`;
  const url = URL.parse(value);
  if (url === null) return `it is not a URL; ${looks}`;
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url)))
    return `it must begin with https://, for the API key must not be read on its way; ${looks}`;
  if (url.username !== "" || url.password !== "")
    return "it must not have a user name or a password in it; the API key is enough";
  if (url.search !== "" || url.hash !== "")
    return `it must end after the application's name, without "?" and "#"; ${looks}`;
  if (url.pathname.replaceAll("/", "") === "") return `the application's name is missing; ${looks}`;
  return undefined;
}
