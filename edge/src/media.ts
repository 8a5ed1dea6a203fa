import { NoFile } from "userlike-limeobject/delivery";

/** How many redirects are followed; Userlike's storage sends to a signed address. */
const REDIRECTS = 3;

/**
 * Fetches a media file of a conversation. Its link was written by whoever wrote the payload, so every address on the way
 * is looked at: https only, a host of the list, no port, no user name.
 *
 * @throws {NoFile} where an address is not allowed
 */
export async function fetchMedia(url: string, hosts: readonly string[], signal?: AbortSignal): Promise<Response> {
  let address = url;
  for (let hop = 0; hop <= REDIRECTS; hop += 1) {
    if (!isAllowed(address, hosts)) {
      const host = URL.parse(address)?.host ?? "";
      throw new NoFile(
        `${host || "its address"} is not one of the hosts that files are fetched from (mediaHosts)`,
        false,
      );
    }
    const answer = await fetch(address, { redirect: "manual", ...(signal === undefined ? {} : { signal }) });
    const next = [301, 302, 303, 307, 308].includes(answer.status) ? answer.headers.get("location") : null;
    if (next === null) return answer;
    await answer.body?.cancel();
    address = URL.parse(next, address)?.href ?? "";
  }
  throw new NoFile(`it was redirected more than ${REDIRECTS} times`, false);
}

/** A host that is an address of numbers is never in the list, for a list holds names only. */
export function isAllowed(address: string, hosts: readonly string[]): boolean {
  const url = URL.parse(address);
  if (url === null || url.protocol !== "https:" || url.port !== "" || url.username !== "" || url.password !== "") {
    return false;
  }
  return hosts.some((host) => (host.startsWith("*.") ? url.hostname.endsWith(host.slice(1)) : url.hostname === host));
}
