// Client of the server's API. When the page is served as static files there is none, and only sending is missing.

import type { ErrorBody } from "../../../contract/error-body.ts";
import type { Session } from "../../../contract/operators.ts";
import type { RouteName, RouteResponse } from "../../../contract/routes.ts";
import type { Settings } from "../../../contract/settings.ts";
import { api as t } from "../i18n/messages/api.ts";
import { computed, type ReadonlySignal, Signal } from "../platform/signal.ts";
import { type Connection, connectionOf, type ServerState, type Status } from "./connection.ts";
import { ApiError, type Details } from "./error.ts";
import { type RouteArguments, type RouteRequest, toFetch } from "./request.ts";
import { HEALTH_SECONDS, secondsFor, TimeLimit } from "./time-limit.ts";
import { enteredToken, forgetToken, keepToken, onTokenFromElsewhere, token } from "./token.ts";
import { type UploadProgress, uploading } from "./upload.ts";

/** Milliseconds until a server that cannot be reached is asked again: doubled each time, up to the longest. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;

export class Api {
  readonly state = new Signal<ServerState>({ is: "checking" });
  readonly status: ReadonlySignal<Status> = computed(() => this.state.value.is);
  readonly connection: ReadonlySignal<Connection> = computed(() => connectionOf(this.state.value));
  /** Whom the token belongs to; null while none is accepted. */
  readonly session: ReadonlySignal<Session | null> = computed(() =>
    this.state.value.is === "ready" ? this.state.value.session : null,
  );
  readonly #beforeRequest: ((route: RouteName) => void)[] = [];
  #check: Promise<ServerState> | undefined;
  #wait = FIRST_WAIT;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const retry = () => {
      if (this.status.value !== "unreachable" || document.visibilityState !== "visible") return;
      // A check that began before may still wait for the connection that was lost.
      void this.checkAgain();
    };
    addEventListener("online", retry);
    document.addEventListener("visibilitychange", retry);
    // The token was handed over in another tab.
    onTokenFromElsewhere(() => void this.check());
  }

  /** Calls `check` before each request. A request is rejected with the error that it throws. */
  beforeRequest(check: (route: RouteName) => void): void {
    this.#beforeRequest.push(check);
  }

  /** Determines whether there is a server, and whether it accepts the token. Checks at the same time are one. */
  async check(): Promise<Status> {
    this.#check ??= this.#ask();
    const check = this.#check;
    const state = await check;
    // The token was changed in the meantime.
    if (check !== this.#check) return this.status.value;
    this.#check = undefined;
    this.#show(state);
    return state.is;
  }

  /** Uses a token, or that of a link, and checks it. A token that the server refuses is not stored. */
  async enter(entered: string): Promise<Status> {
    const given = enteredToken(entered);
    keepToken(given);
    const status = await this.checkAgain();
    if (status === "locked" && token() === given) forgetToken();
    return status;
  }

  /** Forgets the token in use. */
  async leave(): Promise<void> {
    forgetToken();
    await this.checkAgain();
  }

  /** Checks the token that is stored now; a check of the one before no longer counts. */
  async checkAgain(): Promise<Status> {
    this.#check = undefined;
    return await this.check();
  }

  /** Takes over settings that the server has answered. */
  takeSettings({ sandbox, lime, mediaHosts }: Settings): void {
    const { state } = this;
    if (state.value.is !== "ready") return;
    const session = { ...state.value.session, sandbox, lime: sandbox ? null : (lime?.url ?? null), mediaHosts };
    state.value = { is: "ready", session };
  }

  /** Requests a route. Returns its JSON. @throws {ApiError} as `fetch` does */
  json<R extends RouteName>(route: R, ...[request]: RouteArguments<R>): Promise<RouteResponse<R>> {
    return this.#call(
      route,
      [request] as RouteArguments<R>,
      (response) => response.json() as Promise<RouteResponse<R>>,
    );
  }

  /**
   * Requests a route. Returns the answer once its body begins. The signal of the request cancels it.
   *
   * @throws {ApiError} for every answer that is not a success, and when there is none in time
   */
  fetch<R extends RouteName>(route: R, ...[request]: RouteArguments<R>): Promise<Response> {
    return this.#call(route, [request] as RouteArguments<R>, async (response) => response);
  }

  /** Requests a route as `json` does, and calls `report` while the body is sent. */
  upload<R extends RouteName>(
    route: R,
    request: RouteRequest<R>,
    report: (progress: UploadProgress) => void,
  ): Promise<RouteResponse<R>> {
    return this.#call(
      route,
      [request] as RouteArguments<R>,
      (response) => response.json() as Promise<RouteResponse<R>>,
      uploading(report),
    );
  }

  async #call<R extends RouteName, T>(
    route: R,
    [request]: RouteArguments<R>,
    read: (response: Response) => Promise<T>,
    send?: typeof fetch,
  ): Promise<T> {
    for (const check of this.#beforeRequest) check(route);
    const used = token();
    try {
      return await this.#request(route, [request] as RouteArguments<R>, read, send);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 401 && error.code === "unauthorized") {
        // The token may have been replaced in the meantime.
        if (token() === used) this.#show({ is: "locked", isRefused: true });
      } else if (isLost(error)) void this.check();
      throw error;
    }
  }

  async #request<R extends RouteName, T>(
    route: R,
    [request]: RouteArguments<R>,
    read: (response: Response) => Promise<T>,
    send: typeof fetch = (...parameters) => fetch(...parameters),
  ): Promise<T> {
    const [address, init] = toFetch(route, request);
    const headers = new Headers(init.headers);
    const bearer = token();
    if (bearer !== null) headers.set("Authorization", `Bearer ${bearer}`);
    const seconds = secondsFor(route);
    const limit = new TimeLimit(seconds, init.signal);
    try {
      const response = await send(address, {
        ...init,
        headers,
        signal: limit.signal,
        credentials: "omit",
        redirect: "error",
      });
      if (!response.ok) throw await toApiError(response);
      return await read(response);
    } catch (error) {
      if (error instanceof ApiError || init.signal?.aborted) throw error;
      if (error instanceof SyntaxError) throw new ApiError("no-worker", t("strange", { status: 200 }), 200);
      throw new ApiError("unreachable", limit.isExceeded ? t("noAnswer", { n: seconds }) : t("unreachable"), 0);
    } finally {
      limit.end();
    }
  }

  async #ask(): Promise<ServerState> {
    const health = await askHealth();
    if (health !== "there") return { is: health };
    // A token that was refused is not kept.
    if (token() === null) return { is: "locked", isRefused: this.connection.value.isRefused };
    try {
      const session = await this.#request("GET /api/session", [], (response) => response.json() as Promise<Session>);
      return { is: "ready", session };
    } catch (error) {
      const { status, code } = error as ApiError;
      if (status === 401) return { is: "locked", isRefused: true };
      return code === "no-admin-token" ? { is: "locked", isRefused: false } : { is: "unreachable" };
    }
  }

  #show(state: ServerState): void {
    this.state.value = state;
    clearTimeout(this.#retry);
    if (state.is !== "unreachable") {
      this.#wait = FIRST_WAIT;
      return;
    }
    this.#retry = setTimeout(() => {
      if (document.visibilityState === "visible") void this.check();
    }, this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }
}

/** `static` only when a server has answered that it knows nothing of an API. */
async function askHealth(): Promise<"there" | "static" | "unreachable"> {
  const limit = new TimeLimit(HEALTH_SECONDS);
  try {
    const response = await fetch("healthz", { credentials: "omit", cache: "no-store", signal: limit.signal });
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    if (isJson) return response.ok ? "there" : "unreachable";
    return response.ok || response.status === 404 ? "static" : "unreachable";
  } catch {
    return "unreachable";
  } finally {
    limit.end();
  }
}

/** Whether the server gave no answer, or something in front of it did. */
const isLost = ({ status, code }: ApiError): boolean => status === 0 || (code === "no-worker" && status >= 500);

async function toApiError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const error = (body as { error?: Partial<ErrorBody["error"]> } | null)?.error;
  if (typeof error?.code !== "string" || typeof error.message !== "string") {
    return new ApiError("no-worker", t("strange", { status: response.status }), response.status);
  }
  const { code, message, ...details } = error;
  return new ApiError(code, message, response.status, details satisfies Details);
}
