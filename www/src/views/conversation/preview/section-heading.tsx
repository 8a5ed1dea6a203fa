import type { ComponentChildren } from "preact";
import { caps } from "../../../elements/text.tsx";

/** Heading of a section of the preview. */
export function SectionHeading({ id, children }: { id: string; children: ComponentChildren }) {
  return (
    <h3 class={caps} id={id}>
      {children}
    </h3>
  );
}
