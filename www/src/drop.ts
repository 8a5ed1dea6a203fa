// Files dropped anywhere on the page: onto one of the texts or its tab, and that one takes it; elsewhere, the payload does.

import { type DocumentId, documents } from "./documents.ts";
import { element } from "./dom.ts";

/** `overlay` is shown while a file hangs over the page. It must let the pointer through to what lies below. */
export function acceptDrops(overlay: HTMLElement, open: (id: DocumentId, file: File) => void): void {
  const hasFile = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;
  const leave = () => {
    overlay.hidden = true;
  };

  document.addEventListener("dragover", (event) => {
    if (!hasFile(event) || !event.dataTransfer) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    const target = documents.find(({ id }) => id === documentAt(event));
    overlay.hidden = false;
    overlay.replaceChildren(element("p", {}, `Drop the file to use it as the ${target?.label.toLowerCase()}`));
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => {
    // Between two elements of the page there is one to enter; at the edge of the window there is none.
    if (!relatedTarget) leave();
  });
  document.addEventListener("drop", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    leave();
    const file = event.dataTransfer?.files[0];
    if (file) open(documentAt(event), file);
  });
}

function documentAt({ target }: DragEvent): DocumentId {
  const over = target instanceof Element ? target.closest<HTMLElement>(".inputs [data-document]") : null;
  return (over?.dataset.document as DocumentId | undefined) ?? "payload";
}
