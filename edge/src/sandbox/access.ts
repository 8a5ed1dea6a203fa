// Who may use the sandbox. Its API always wants the key, as Lime CRM does. On one's own machine the
// key is one that everybody knows, and pages and control routes are open, so that a link in a fresh checkout just opens.
// Elsewhere there must be a key of one's own, and they want it, too: the header, or the password that a browser asks for.

import { sameSecret } from "../auth.ts";
import { CLOSED, sandboxKey } from "./key.ts";
import { Refusal } from "./refusal.ts";

export class Access {
  readonly #own: string | undefined;

  /** @param own The key of one's own; without it, the one that everybody knows. */
  constructor(own: string | undefined) {
    this.#own = own;
  }

  async api(request: Request): Promise<void> {
    const { key } = this.#key(request);
    if (await sameSecret(request.headers.get("x-api-key") ?? "", key)) return;
    throw new Refusal(401, "unauthorized", "The API key is missing or wrong. Send it with the header `x-api-key`.");
  }

  async page(request: Request): Promise<void> {
    fromHere(request);
    const { key, secret } = this.#key(request);
    if (!secret || (await sameSecret(password(request), key))) return;
    if (await sameSecret(request.headers.get("x-api-key") ?? "", key)) return;
    const message = "Enter the sandbox's API key as the password; the user's name doesn't matter.";
    const challenge = 'Basic realm="Sandbox Lime CRM", charset="UTF-8"';
    throw new Refusal(401, "unauthorized", message, [], { "www-authenticate": challenge });
  }

  #key(request: Request): { key: string; secret: boolean } {
    const key = sandboxKey(this.#own, request.url);
    if (key === null) throw new Refusal(503, "sandbox-closed", `${CLOSED[0]?.toUpperCase()}${CLOSED.slice(1)}.`);
    return key;
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
