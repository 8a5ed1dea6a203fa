// Lime's web components in JSX. Their own loader (see vite.config.ts) defines each when it first appears in the page, so
// their properties are set on the element: before it is defined, a renderer cannot tell them from attributes.

import type { ComponentChildren, RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { LimeProperties, LimeTag } from "./lime.ts";

interface LimeElementProps<Tag extends LimeTag> {
  tag: Tag;
  properties: LimeProperties<Tag>;
  /** Listeners by the names of their events: `{ itemSelected: (event) => … }`. */
  on?: Record<string, (event: CustomEvent) => void> | undefined;
  /** Called once, with the element. */
  onCreate?: ((element: HTMLElementTagNameMap[Tag]) => void) | undefined;
  children?: ComponentChildren;
}

const NO_LISTENERS = {};

export function LimeElement<Tag extends LimeTag>({
  tag,
  properties,
  on = NO_LISTENERS,
  onCreate,
  children,
}: LimeElementProps<Tag>) {
  const ref = useRef<HTMLElementTagNameMap[Tag]>(null);
  const listeners = useRef(on);
  listeners.current = on;
  const events = Object.keys(on).join();

  useLayoutEffect(() => {
    const element = ref.current as HTMLElementTagNameMap[Tag];
    for (const [name, value] of Object.entries(properties)) {
      if (value !== undefined && !Object.is(Reflect.get(element, name), value)) Reflect.set(element, name, value);
    }
  });
  useLayoutEffect(() => {
    const element = ref.current as HTMLElementTagNameMap[Tag];
    const names = events === "" ? [] : events.split(",");
    const dispatch = (event: Event) => listeners.current[event.type]?.(event as CustomEvent);
    for (const name of names) element.addEventListener(name, dispatch);
    return () => {
      for (const name of names) element.removeEventListener(name, dispatch);
    };
  }, [events]);
  useLayoutEffect(() => onCreate?.(ref.current as HTMLElementTagNameMap[Tag]), []);

  const Element = tag as "div";
  return (
    <Element
      ref={ref as RefObject<HTMLDivElement>}
      class={properties.class}
      id={properties.id}
      slot={properties.slot}
      title={properties.title}
      hidden={properties.hidden}
    >
      {children}
    </Element>
  );
}
