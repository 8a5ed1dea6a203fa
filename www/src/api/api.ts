// The worker behind the page. Served as static files alone there is none, and everything but sending works.

import { api as t } from "../i18n/messages/api.ts";
import { Signal } from "../platform/signal.ts";
import { ApiError, type Details } from "./error.ts";
import { keepToken, token } from "./token.ts";

/**
 * `checking`: not known yet. `static`: no worker. `locked`: there is one, but no admin token, or a wrong one.
 * `ready`: it answers.
 */
export type Status = "checking" | "static" | "locked" | "ready";

export class Api {
  readonly status = new Signal<Status>("checking");
  readonly #beforeRequest: ((path: string) => void)[] = [];

  /** Calls `check` before each request. A request is rejected with the error that it throws. */
  beforeRequest(check: (path: string) => void): void {
    this.#beforeRequest.push(check);
  }

  /** Finds out whether there is a worker, and whether it lets us in. */
  async check(): Promise<Status> {
    this.status.set(await this.#look());
    return this.status.value;
  }

  /** Takes an admin token (null: forgets it) and finds out what it is good for. One that is refused is not kept. */
  async enter(entered: string | null): Promise<Status> {
    keepToken(entered);
    const status = await this.check();
    if (status === "locked") keepToken(null);
    return status;
  }

  get hasToken(): boolean {
    return token() !== null;
  }

  /** The body of the answer, which is JSON. Paths are relative to the page: "api/settings". */
  async json<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await this.fetch(path, init);
    return (await response.json()) as T;
  }

  /** @throws {ApiError} for every answer that is not a success, and when there is none. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    for (const check of this.#beforeRequest) check(path);
    const headers = new Headers(init.headers);
    const bearer = token();
    if (bearer !== null) headers.set("Authorization", `Bearer ${bearer}`);
    let response: Response;
    try {
      response = await fetch(path, { ...init, headers, credentials: "omit", redirect: "error" });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new ApiError("unreachable", t("unreachable"), 0);
    }
    if (response.ok) return response;
    const failure = await failed(response);
    if (failure.code === "unauthorized" && response.status === 401) this.status.set("locked");
    throw failure;
  }

  async #look(): Promise<Status> {
    try {
      const response = await fetch("healthz", { credentials: "omit" });
      const isJson = response.headers.get("content-type")?.includes("json") ?? false;
      if (!isJson) return "static";
    } catch {
      return "static";
    }
    if (token() === null) return "locked";
    try {
      await this.fetch("api/settings");
      return "ready";
    } catch (error) {
      return error instanceof ApiError && error.status === 401 ? "locked" : "ready";
    }
  }
}

async function failed(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const error = (body as { error?: Details } | null)?.error;
  if (typeof error?.code !== "string" || typeof error.message !== "string") {
    return new ApiError("no-worker", t("strange", { status: response.status }), response.status);
  }
  const { code, message, ...details } = error;
  return new ApiError(code as string, message as string, response.status, details);
}
