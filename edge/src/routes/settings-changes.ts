import * as v from "valibot";
import type { SettingsProblem, SettingsProblemCode } from "../../../contract/error-body.ts";
import type { LimeCrmAccess, Settings, SettingsChanges } from "../../../contract/settings.ts";
import { type Env, sandboxOf, workspaceOf } from "../platform/env.ts";
import { HttpError } from "../platform/http.ts";
import type { BodyError } from "./handlers.ts";
import { apiKeyProblem, settingsChanges, urlProblem } from "./schemas/bodies.ts";

/** The settings as they are shown: with the end of the API key only. */
export function masked({ lime, ...settings }: Settings): Settings {
  return { lime: lime === null ? null : { url: lime.url, apiKey: maskedKey(lime.apiKey) }, ...settings };
}

/** The last four characters, where they are at most a quarter of the key. */
function maskedKey(apiKey: string): string {
  return `••••${apiKey.length >= 16 ? apiKey.slice(-4) : ""}`;
}

/**
 * Completes valid changes from the current settings.
 *
 * @throws {HttpError} 422 `invalid-settings` when a change does not fit the current settings or this worker
 */
export function completeChanges({ lime, ...changes }: SettingsChanges, current: Settings, env: Env): Partial<Settings> {
  const hasSandbox = sandboxOf(env) !== undefined;
  const access = lime == null ? lime : completeAccess(lime, current.lime);
  const problems = [...accessProblems(access), ...sandboxProblems(changes.sandbox, hasSandbox)];
  if (problems.length > 0) throw invalidSettings(problems);
  const completed: Partial<Settings> = { ...changes };
  if (access === undefined || (access !== null && "pointer" in access)) return completed;
  completed.lime = access;
  // A new Lime CRM is used at once; without one, only the sandbox is left.
  if (changes.sandbox === undefined) completed.sandbox = access === null && hasSandbox;
  return completed;
}

/** All problems of changes that are not valid, also those that depend on the current settings. */
export const settingsError: BodyError = async (issues, body, env) => {
  const current = await workspaceOf(env).settings();
  const lime = v.safeParse(settingsChanges.entries.lime, body.lime);
  const access = lime.success && lime.output ? completeAccess(lime.output, current.lime) : undefined;
  const hasSandbox = sandboxOf(env) !== undefined;
  return invalidSettings([
    ...accessProblems(access),
    ...sandboxProblems(body.sandbox === true, hasSandbox),
    ...issues.map(toProblem),
  ]);
};

function invalidSettings(problems: SettingsProblem[]): HttpError {
  const lines = problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  return new HttpError(422, "invalid-settings", lines.join("\n"), { problems });
}

/** Codes of what the schema refuses, by the beginning of the pointer. */
const CODES: readonly (readonly [string, SettingsProblemCode])[] = [
  ["/lime/url", "bad-url"],
  ["/lime/apiKey", "api-key-characters"],
  ["/triggers", "bad-triggers"],
  ["/addonOrigins", "bad-origins"],
  ["/mediaHosts", "bad-hosts"],
  ["/rateLimit", "bad-rate"],
];

function toProblem({ path, message }: v.BaseIssue<unknown>): SettingsProblem {
  const keys = path?.map(({ key }) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`) ?? [];
  const pointer = keys.join("");
  const [, code = "bad-setting"] = CODES.find(([start]) => pointer.startsWith(start)) ?? [];
  return { pointer, code, message };
}

const accessProblems = (access: LimeCrmAccess | SettingsProblem | null | undefined): SettingsProblem[] =>
  access != null && "pointer" in access ? [access] : [];

function sandboxProblems(isWanted: boolean | undefined, hasSandbox: boolean): SettingsProblem[] {
  if (!isWanted || hasSandbox) return [];
  const message =
    'this worker has no sandbox; deploy the sandbox, bind it as SANDBOX, and set the variable USE_SANDBOX to "on"';
  return [{ pointer: "/sandbox", code: "no-sandbox", message }];
}

function completeAccess(
  { url = undefined, apiKey }: { url?: string; apiKey?: string },
  current: LimeCrmAccess | null,
): LimeCrmAccess | SettingsProblem {
  const address = url ?? current?.url;
  const problem = urlProblem(address);
  if (address === undefined || problem !== undefined)
    return { pointer: "/lime/url", code: "bad-url", message: problem ?? "" };
  const normalized = new URL(address).href.replace(/\/+$/, "");
  // The masked key that was shown stands for the stored one.
  const isStored = apiKey === undefined || (current !== null && apiKey === maskedKey(current.apiKey));
  if (!isStored) {
    const problem = apiKeyProblem(apiKey);
    return problem === undefined ? { url: normalized, apiKey } : apiKeyRefused("api-key-characters", problem);
  }
  if (current === null) {
    return apiKeyRefused("api-key-missing", "it is missing; enter an API key of this Lime CRM");
  }
  if (new URL(current.url).origin !== new URL(normalized).origin) {
    const message =
      "the URL is that of another server, and a key is never sent to another server than it was entered for; enter the API key again";
    return apiKeyRefused("api-key-of-other-server", message);
  }
  return { url: normalized, apiKey: current.apiKey };
}

const apiKeyRefused = (code: SettingsProblemCode, message: string): SettingsProblem => ({
  pointer: "/lime/apiKey",
  code,
  message,
});
