import { addressOf, DEFAULT_APPLICATION, isControl, isPage } from "./address.ts";
import { ApiError } from "./api-error.ts";
import { requireApiKey, requirePassword } from "./credentials.ts";
import { errorPage } from "./page.ts";
import { discardBody } from "./request-body.ts";

export interface GatewayOptions {
  /** The API key of every application. Default: "sandbox" on the own machine; elsewhere the sandbox is closed. */
  readonly apiKey: string | undefined;
  /** The application of this name, which is created by its first request. */
  readonly application: (name: string) => { fetch(request: Request): Promise<Response> };
}

/** Checks the credentials of a request and forwards it to its application. Rejects where a fault breaks the connection. */
export async function handleRequest(request: Request, { apiKey, application }: GatewayOptions): Promise<Response> {
  const address = addressOf(request);
  if (new URL(request.url).pathname === "/") {
    return Response.redirect(new URL(`/${DEFAULT_APPLICATION}/client/`, request.url).href);
  }
  try {
    if (address.application === undefined) {
      throw new ApiError(404, "no-route", "The path starts with the name of an application, as in `/sandbox/api/v1/`.");
    }
    const requireCredentials = isPage(address.path) || isControl(address.path) ? requirePassword : requireApiKey;
    await requireCredentials(request, apiKey);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    await discardBody(request);
    return isPage(address.path) ? errorPage(error, address.base, request) : error.toResponse();
  }
  return application(address.application).fetch(request);
}
