/** A link that may be followed: to a web page, or into Lime CRM's desktop client. */
export function safeLink(address: string | null): string | null {
  const url = address === null ? null : URL.parse(address);
  return url !== null && ["https:", "http:", "limecrm:"].includes(url.protocol) ? url.href : null;
}
