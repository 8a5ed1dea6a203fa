import { FileUnavailableError } from "userlike-limeobject/delivery";

/** Number of redirects that are followed; Userlike's storage redirects to a signed address. */
const MAX_REDIRECTS = 3;

/**
 * Fetches a media file of a conversation. Its link was written by an untrusted author, so every address on the way is checked: https
 * only, a host of the list, no port, no user name.
 *
 * @throws {FileUnavailableError} when an address is not allowed
 */
export async function fetchMedia(url: string, hosts: readonly string[], signal?: AbortSignal): Promise<Response> {
  let address = url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    if (!isAllowed(address, hosts)) {
      const host = URL.parse(address)?.host ?? "";
      throw new FileUnavailableError(
        `${host || "its address"} is not one of the hosts that files may be fetched from (mediaHosts)`,
        false,
      );
    }
    const response = await fetch(address, { redirect: "manual", ...(signal === undefined ? {} : { signal }) });
    const next = [301, 302, 303, 307, 308].includes(response.status) ? response.headers.get("location") : null;
    if (next === null) return response;
    await response.body?.cancel();
    address = URL.parse(next, address)?.href ?? "";
  }
  throw new FileUnavailableError(`it was redirected more than ${MAX_REDIRECTS} times`, false);
}

/** Whether a file may be fetched from this address. IP addresses never match, because the list holds names only. */
export function isAllowed(address: string, hosts: readonly string[]): boolean {
  const url = URL.parse(address);
  if (url === null || url.protocol !== "https:" || url.port !== "" || url.username !== "" || url.password !== "") {
    return false;
  }
  return hosts.some((host) => (host.startsWith("*.") ? url.hostname.endsWith(host.slice(1)) : url.hostname === host));
}
