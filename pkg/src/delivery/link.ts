import { linkToLimeobject as link } from "../../wasm/delivery.js";
import { LimeobjectError } from "../errors.js";
import { textArgument } from "../options.js";

/**
 * Returns a link that opens a limeobject in Lime CRM's web client; undefined when `url` is not the URL of a Lime CRM
 * (`https://<server>/<application>`).
 */
export function linkToLimeobject(url: string, limetype: string, id: number): string | undefined {
  textArgument("url", url);
  textArgument("limetype", limetype);
  if (typeof id !== "number") throw new LimeobjectError("option", "id must be a number");
  return link(url, limetype, id);
}
