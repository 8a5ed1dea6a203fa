// Who may use the sandbox. Its API always wants the key, as Lime CRM does. Its pages and control routes are open as long
// as the key is the one that everybody knows, so that a link in a fresh checkout just opens; with a key of one's own
// they want it, too: the header, or the password that a browser asks for.

import { sameSecret } from "../auth.ts";
import { Refusal } from "./refusal.ts";

export const DEFAULT_KEY = "sandbox";

export class Access {
  readonly #key: string;

  constructor(key: string | undefined) {
    this.#key = key || DEFAULT_KEY;
  }

  async api(request: Request): Promise<void> {
    if (await sameSecret(request.headers.get("x-api-key") ?? "", this.#key)) return;
    throw new Refusal(401, "unauthorized", "The API key is missing or wrong. Send it with the header `x-api-key`.");
  }

  async page(request: Request): Promise<void> {
    fromHere(request);
    if (this.#key === DEFAULT_KEY || (await sameSecret(password(request), this.#key))) return;
    if (await sameSecret(request.headers.get("x-api-key") ?? "", this.#key)) return;
    const message = "Enter the sandbox's API key as the password; the user's name doesn't matter.";
    const challenge = 'Basic realm="Sandbox Lime CRM", charset="UTF-8"';
    throw new Refusal(401, "unauthorized", message, [], { "www-authenticate": challenge });
  }
}

/** Other web sites may lead here, but not change anything from a visitor's browser. */
function fromHere(request: Request): void {
  const origin = request.headers.get("origin");
  const foreign = origin !== null && origin !== new URL(request.url).origin;
  if (request.method === "GET" || request.method === "HEAD" || !foreign) return;
  throw new Refusal(403, "foreign-origin", "Requests from other web sites are not taken.");
}

function password(request: Request): string {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (!encoded) return "";
  try {
    const text = new TextDecoder().decode(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
    return text.slice(text.indexOf(":") + 1);
  } catch {
    return "";
  }
}
