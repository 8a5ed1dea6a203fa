// Creates all elements of the page. Strings become text nodes; markup is never parsed.

export type Child = Node | string | false | undefined;

/** Creates an element. Attributes that are `true` are set to the empty string; `false` and undefined are omitted. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | boolean | undefined> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) created.setAttribute(name, value === true ? "" : value);
  }
  created.append(...children.filter((child) => child !== undefined && child !== false));
  return created;
}

/** Returns the element of the HTML page with this id. */
export function byId(id: string): HTMLElement {
  const match = document.getElementById(id);
  if (!match) throw new Error(`index.html has no element with the id ${id}`);
  return match;
}

/** Wraps text of unknown direction in `<bdi>`, so that it cannot change the direction of the surrounding sentence. */
export function bidiIsolate(text: string, attributes: Record<string, string> = {}): HTMLElement {
  return element("bdi", attributes, text);
}
