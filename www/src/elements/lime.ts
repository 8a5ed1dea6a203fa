// Typed factory for Lime's web components. Their own loader (see vite.config.ts) loads each when it first appears in
// the page.

import type {} from "@limetech/lime-elements";
import type { Child } from "../platform/dom.ts";

export type LimeTag = Extract<keyof HTMLElementTagNameMap, `limel-${string}`>;

type Own<Tag extends LimeTag> = Omit<HTMLElementTagNameMap[Tag], keyof HTMLElement>;

/** Properties of a component and of every element. Undefined keeps the component's default. */
export type LimeProperties<Tag extends LimeTag> = { [Name in keyof Own<Tag>]?: Own<Tag>[Name] | undefined } & {
  id?: string;
  class?: string;
  slot?: string;
  hidden?: boolean;
  title?: string;
};

/**
 * Creates a component: `lime("limel-button", { label: "Send", icon: "send", primary: true })`. Strings become text
 * nodes.
 */
export function lime<Tag extends LimeTag>(
  tag: Tag,
  properties: LimeProperties<Tag> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const component = document.createElement(tag);
  const { class: name, slot, ...own } = properties as LimeProperties<Tag> & Record<string, unknown>;
  if (name !== undefined) component.className = name;
  if (slot !== undefined) component.slot = slot;
  Object.assign(component, Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)));
  component.append(...children.filter((child) => child !== undefined && child !== false));
  return component;
}
