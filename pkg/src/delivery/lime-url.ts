// Which URLs can be those of a Lime CRM: the same for the package, the command line and the worker.

const LOOKS_LIKE = "it looks like https://<server>/<application>";

/**
 * Describes why a text cannot be the URL of a Lime CRM; undefined when it can.
 *
 * The URL has the scheme https (http to the own machine only: the API key must not be readable on its way), no user name, and the
 * application's name as its only path segment.
 *
 * @example
 * limeUrlProblem("https://lime.example.com/app"); // undefined
 * limeUrlProblem("http://lime.example.com/app"); // "it must begin with https://, …"
 */
export function limeUrlProblem(text: string): string | undefined {
  if (typeof text !== "string") return `it is not a text; ${LOOKS_LIKE}`;
  if (text.trim() === "") return `it is empty; ${LOOKS_LIKE}`;
  const url = parse(text);
  if (url === undefined) return `it is not a URL; ${LOOKS_LIKE}`;
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url))) {
    return `it must begin with https://, because the API key must not be readable on its way; ${LOOKS_LIKE}`;
  }
  if (url.username !== "" || url.password !== "" || /^[^/]*\/\/[^/]*@/.test(text)) {
    return "it must not contain a user name or a password; the API key is enough";
  }
  if (/[?#]/.test(text)) return `it must end after the application's name, without "?" and "#"; ${LOOKS_LIKE}`;
  const [, application = "", ...rest] = url.pathname.replace(/\/+$/, "").split("/");
  if (application === "") return `the application's name is missing; ${LOOKS_LIKE}`;
  if (rest.length > 0) return `it must end after the application's name; ${LOOKS_LIKE}`;
  return undefined;
}

/** Not `URL.parse`, which Node 20 lacks. */
function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

const isLoopback = ({ hostname }: URL): boolean => ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
