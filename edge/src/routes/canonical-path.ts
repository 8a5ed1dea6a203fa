/** Routes whose address is entered by hand in Userlike. */
const ENTERED = /^\/+(limepkg-userlike|userlike|webhooks)(?=\/|$)/;

/**
 * Returns the path by which a request is routed. In Userlike an address is joined from parts, each with or without a slash at its ends:
 * there, repeated slashes count as one, and one at the end is optional.
 */
export function canonicalPath({ url }: Request): string {
  const { pathname } = new URL(url);
  if (!ENTERED.test(pathname)) return pathname;
  return `/${pathname.split("/").filter(Boolean).join("/")}`;
}
