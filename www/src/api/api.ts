// Client of the worker's API. When the page is served as static files there is no worker, and only sending is missing.

import type { ErrorBody } from "../../../contract/error-body.ts";
import type { RouteName, RouteResponse } from "../../../contract/routes.ts";
import { api as t } from "../i18n/messages/api.ts";
import { Signal } from "../platform/signal.ts";
import { ApiError, type Details } from "./error.ts";
import { type RouteArguments, toFetch } from "./request.ts";
import { keepToken, token } from "./token.ts";

/** `static`: there is no worker. `locked`: the admin token is missing or wrong. `ready`: the worker answers. */
export type Status = "checking" | "static" | "locked" | "ready";

export class Api {
  readonly status = new Signal<Status>("checking");
  readonly #beforeRequest: ((route: RouteName) => void)[] = [];

  /** Calls `check` before each request. A request is rejected with the error that it throws. */
  beforeRequest(check: (route: RouteName) => void): void {
    this.#beforeRequest.push(check);
  }

  /** Determines whether there is a worker, and whether it accepts the token. */
  async check(): Promise<Status> {
    this.status.value = await this.#currentStatus();
    return this.status.value;
  }

  /** Uses an admin token (null: none) and checks it. A token that the worker rejects is not stored. */
  async enter(entered: string | null): Promise<Status> {
    keepToken(entered);
    const status = await this.check();
    if (status === "locked") keepToken(null);
    return status;
  }

  get hasToken(): boolean {
    return token() !== null;
  }

  /** Requests a route. Returns its JSON. */
  async json<R extends RouteName>(route: R, ...[request]: RouteArguments<R>): Promise<RouteResponse<R>> {
    const response = await this.fetch(route, ...([request] as RouteArguments<R>));
    return (await response.json()) as RouteResponse<R>;
  }

  /** @throws {ApiError} for every response that is not a success, and when there is none */
  async fetch<R extends RouteName>(route: R, ...[request]: RouteArguments<R>): Promise<Response> {
    for (const check of this.#beforeRequest) check(route);
    const [address, init] = toFetch(route, request);
    const headers = new Headers(init.headers);
    const bearer = token();
    if (bearer !== null) headers.set("Authorization", `Bearer ${bearer}`);
    let response: Response;
    try {
      response = await fetch(address, { ...init, headers, credentials: "omit", redirect: "error" });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new ApiError("unreachable", t("unreachable"), 0);
    }
    if (response.ok) return response;
    const failure = await toApiError(response);
    if (failure.code === "unauthorized" && response.status === 401) this.status.value = "locked";
    throw failure;
  }

  async #currentStatus(): Promise<Status> {
    try {
      const response = await fetch("healthz", { credentials: "omit" });
      const isJson = response.headers.get("content-type")?.includes("json") ?? false;
      if (!isJson) return "static";
    } catch {
      return "static";
    }
    if (token() === null) return "locked";
    try {
      await this.fetch("GET /api/settings");
      return "ready";
    } catch (error) {
      return error instanceof ApiError && error.status === 401 ? "locked" : "ready";
    }
  }
}

async function toApiError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const error = (body as { error?: Partial<ErrorBody["error"]> } | null)?.error;
  if (typeof error?.code !== "string" || typeof error.message !== "string") {
    return new ApiError("no-worker", t("strange", { status: response.status }), response.status);
  }
  const { code, message, ...details } = error;
  return new ApiError(code, message, response.status, details satisfies Details);
}
