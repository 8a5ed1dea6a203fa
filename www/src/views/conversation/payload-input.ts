// Payloads that are pasted, dropped or opened as a file.

import { conversation as t } from "../../i18n/messages/conversation.ts";
import type { Unsubscribe } from "../../platform/signal.ts";
import type { App } from "../app.ts";

/** The same as the package's limit. */
const MAX_MEGABYTES = 16;

/** Opens a file dialog for a payload. */
export function choosePayloadFile(app: App): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".json,.txt,application/json,text/plain";
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) void readPayloadFile(app, file);
  });
  input.click();
}

/** Takes the payload from the clipboard. */
export async function pastePayload(app: App): Promise<void> {
  let text: string;
  try {
    text = await navigator.clipboard.readText();
  } catch {
    app.toast(t("notPasted"), "error");
    return;
  }
  if (text.trim() === "") app.toast(t("nothingToPaste"), "error");
  else app.store.setPayload(text);
}

/**
 * Takes payloads pasted or dropped anywhere on the page. `dragged` is called when a file begins or ends to be dragged
 * over it. Returns a function that stops listening.
 */
export function listenForPayloads(app: App, dragged: (isOver: boolean) => void): Unsubscribe {
  const stop = new AbortController();
  const { signal } = stop;
  document.addEventListener(
    "paste",
    (event) => {
      if (isEditable(event.target)) return;
      const file = event.clipboardData?.files[0];
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (file) void readPayloadFile(app, file);
      else if (text.trim() !== "") app.store.setPayload(text);
      else return;
      event.preventDefault();
    },
    { signal },
  );
  document.addEventListener(
    "dragover",
    (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      dragged(true);
    },
    { signal },
  );
  document.addEventListener(
    "dragleave",
    ({ relatedTarget }) => {
      // `relatedTarget` is null only when the pointer leaves the window.
      if (!relatedTarget) dragged(false);
    },
    { signal },
  );
  document.addEventListener(
    "drop",
    (event) => {
      dragged(false);
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      void readPayloadFile(app, file);
    },
    { signal },
  );
  return () => stop.abort();
}

async function readPayloadFile(app: App, file: File): Promise<void> {
  const { name } = file;
  if (file.size > MAX_MEGABYTES * 1024 * 1024) {
    app.toast(t("fileTooLarge", { name, size: MAX_MEGABYTES }), "error");
    return;
  }
  try {
    app.store.setPayload(new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()));
  } catch {
    app.toast(t("fileNoText", { name }), "error");
  }
}

/** Returns whether the element takes text input itself. */
function isEditable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, [contenteditable='true']") !== null;
}
