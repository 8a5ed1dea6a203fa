// Links to addresses from payloads and servers. Only schemes that cannot run code in this page become links.

import type { ComponentChildren } from "preact";
import { isLink } from "./link.ts";

interface ExternalLinkProps {
  url: string;
  /** Default: the URL. */
  children?: ComponentChildren;
}

/** Opens a URL in a new tab; renders its text alone when the URL has no safe scheme. */
export function ExternalLink({ url, children = url }: ExternalLinkProps) {
  const label = <bdi>{children}</bdi>;
  if (!isLink(url)) return label;
  return (
    <a href={new URL(url).href} target="_blank" rel="noopener noreferrer">
      {label}
    </a>
  );
}
