// The only way in which this page makes elements. Text becomes text nodes; there is no way in for markup.

export type Child = Node | string | false | undefined;

/** Makes an element. An attribute that is `true` is set empty, one that is `false` or undefined is left out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | boolean | undefined> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

/** The element of index.html with this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no element with the id ${id}`);
  return found;
}

/** Text of unknown origin and direction inside a sentence of ours: it can't turn the sentence around. */
export function bidiIsolate(text: string, attributes: Record<string, string> = {}): HTMLElement {
  return element("bdi", attributes, text);
}
