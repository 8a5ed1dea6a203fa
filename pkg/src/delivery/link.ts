import { linkToLimeobject as link } from "../../wasm/delivery.js";

/**
 * Returns a link that opens a limeobject in Lime CRM's web client; undefined when `url` is not the URL of a Lime CRM
 * (`https://<server>/<application>`).
 */
export function linkToLimeobject(url: string, limetype: string, id: number): string | undefined {
  return link(url, limetype, id);
}
