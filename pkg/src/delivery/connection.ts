// Is it a Lime CRM, and is the key one of its keys?

import { DeliveryError } from "../errors.js";
import type { Limetypes } from "../generated/types.js";
import { ask, checked, type LimeAnswer, type LimeCrm } from "./lime.js";

/** A Lime CRM to be asked. */
export type ConnectionOptions = LimeCrm;

const LIMETYPES = "api/v1/limetype/?_embed=limetypes.properties";

/**
 * Asks Lime CRM whether the URL and the API key are right.
 *
 * @throws {DeliveryError} that says which of them is not: `bad-url`, `bad-key`, `unreachable`, `not-lime-crm`,
 *   `unauthorized`, `forbidden`, `rate-limited`, `unavailable`, `aborted`
 */
export async function testConnection(lime: ConnectionOptions): Promise<void> {
  await json(lime, "api/v1/");
}

/**
 * Lime CRM's metadata: all limetypes with their properties, as the `Mapper` takes them.
 *
 * @throws {DeliveryError} as {@link testConnection} does
 */
export async function fetchLimetypes(lime: ConnectionOptions): Promise<Limetypes> {
  return (await json(lime, LIMETYPES)) as Limetypes;
}

async function json(lime: LimeCrm, path: string): Promise<unknown> {
  checked(lime);
  let answer: LimeAnswer;
  try {
    answer = await ask(lime, "GET", path);
  } catch (error) {
    if (lime.signal?.aborted) throw new DeliveryError("aborted", "it was ended by the caller", {}, { cause: error });
    const message = `Lime CRM could not be reached at ${lime.url}: check the URL, and whether it is there from here`;
    throw new DeliveryError("unreachable", message, { resumable: true }, { cause: error });
  }
  const { status } = answer;
  const refused = refusal(status, lime.url);
  if (refused !== undefined) {
    throw new DeliveryError(refused[0], refused[1], { status, resumable: status === 429 || status >= 500 });
  }
  try {
    return JSON.parse(new TextDecoder().decode(answer.body));
  } catch (error) {
    const message = `what answers at ${lime.url} is not Lime CRM's REST API: check the URL; it looks like https://<server>/<application>`;
    throw new DeliveryError("not-lime-crm", message, { status }, { cause: error });
  }
}

function refusal(status: number, url: string): [code: string, message: string] | undefined {
  if (status >= 200 && status < 300) return undefined;
  switch (status) {
    case 401:
      return ["unauthorized", "the API key is not one of this Lime CRM (401): copy it again, or make a new one there"];
    case 403:
      return ["forbidden", "the API key's user may not read this in Lime CRM (403): give it the right there"];
    case 429:
      return ["rate-limited", "Lime CRM takes no more requests for a while (429): try again later"];
    default:
  }
  if (status >= 500) return ["unavailable", `Lime CRM could not answer (${status}): try again later`];
  return [
    "not-lime-crm",
    `there is no Lime CRM at ${url} (${status}): check the URL; it looks like https://<server>/<application>`,
  ];
}
