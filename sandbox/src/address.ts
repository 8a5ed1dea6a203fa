// Addresses of the sandbox: `https://<server>/<application>/<path>`, like Lime CRM's.

/** The application of a URL without a path. */
export const DEFAULT_APPLICATION = "sandbox";

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u;

export interface Address {
  /** Name of the application; none if the first segment of the path cannot be one. */
  readonly application: string | undefined;
  /** URL of the application, as in "https://server/sandbox/". */
  readonly base: string;
  /** Path below the application, as in "/api/v1/query/". */
  readonly path: string;
}

export function addressOf(request: Request): Address {
  const { origin, pathname } = new URL(request.url);
  const [, segment = "", path = "/"] = /^\/([^/]*)(\/.*)?$/.exec(pathname) ?? [];
  return { application: nameOf(segment), base: `${origin}/${segment}/`, path };
}

function nameOf(segment: string): string | undefined {
  try {
    const name = decodeURIComponent(segment);
    return NAME.test(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

/** URL of the application's API, as in "https://server/sandbox/api/v1/". */
export const apiUrl = (request: Request): string => `${addressOf(request).base}api/v1/`;

export const isPage = (path: string): boolean => /^\/client(\/|$)/.test(path);
export const isControl = (path: string): boolean => /^\/_control(\/|$)/.test(path);
