// Checks of URL and API key, and Lime CRM's metadata.

import { DeliveryError } from "../errors.js";
import type { DeliveryFailureCode, Limetypes } from "../generated/types.js";
import { readOptions } from "../options.js";
import { checkedLime, LIME_OPTIONS, type LimeCrm, type LimeResponse, messageIn, sendRequest } from "./lime-crm.js";

/** A Lime CRM to connect to. */
export type ConnectionOptions = LimeCrm;

const LIMETYPES = "api/v1/limetype/?_embed=limetypes.properties";

/**
 * Checks with a request to Lime CRM that URL and API key are valid.
 *
 * @throws {DeliveryError} `bad-url`, `bad-key`, `unreachable`, `not-lime-crm`, `unauthorized`, `forbidden`,
 *   `rate-limited`, `unavailable`, `aborted`
 */
export async function testConnection(lime: ConnectionOptions): Promise<void> {
  await getJson(lime, "api/v1/");
}

/**
 * Fetches Lime CRM's metadata: all limetypes with their properties, in the form that the `Mapper` takes.
 *
 * @throws {DeliveryError} as {@link testConnection} does
 */
export async function fetchLimetypes(lime: ConnectionOptions): Promise<Limetypes> {
  return (await getJson(lime, LIMETYPES)) as Limetypes;
}

async function getJson(options: LimeCrm, path: string): Promise<unknown> {
  const lime = readOptions(options, LIME_OPTIONS, true);
  checkedLime(lime);
  let response: LimeResponse;
  try {
    response = await sendRequest(lime, "GET", path);
  } catch (error) {
    if (lime.signal?.aborted) throw new DeliveryError("aborted", "aborted by the caller", {}, { cause: error });
    const message = `Lime CRM cannot be reached at ${lime.url}: check the URL and the network connection`;
    throw new DeliveryError("unreachable", message, { resumable: true }, { cause: error });
  }
  const { status } = response;
  const failure = explainStatus(status, lime.url);
  if (failure !== undefined) {
    const { code, message } = failure;
    const resumable = status === 429 || status >= 500;
    throw new DeliveryError(code, `${message}${quotation(response, lime)}`, { status, resumable });
  }
  try {
    return JSON.parse(new TextDecoder().decode(response.body));
  } catch (error) {
    const message = `the response from ${lime.url} is not from Lime CRM's REST API: check the URL; expected https://<server>/<application>`;
    throw new DeliveryError("not-lime-crm", `${message}${quotation(response, lime)}`, { status }, { cause: error });
  }
}

/** The words of the server, to be appended to an error message. */
function quotation(response: LimeResponse, lime: LimeCrm): string {
  const words = messageIn(response, lime);
  return words === undefined ? "" : `. Its message: ${words}`;
}

function explainStatus(status: number, url: string): { code: DeliveryFailureCode; message: string } | undefined {
  if (status >= 200 && status < 300) return undefined;
  switch (status) {
    case 401:
      return {
        code: "unauthorized",
        message: "Lime CRM does not accept the API key (401): copy it again, or create a new one",
      };
    case 403:
      return {
        code: "forbidden",
        message: "the API key's user has no right to read this in Lime CRM (403): grant the right there",
      };
    case 429:
      return { code: "rate-limited", message: "Lime CRM limits the rate of requests (429): try again later" };
    default:
  }
  if (status >= 500) return { code: "unavailable", message: `Lime CRM is not available (${status}): try again later` };
  return {
    code: "not-lime-crm",
    message: `there is no Lime CRM at ${url} (${status}): check the URL; expected https://<server>/<application>`,
  };
}
