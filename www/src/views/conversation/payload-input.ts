// Payloads that are pasted, dropped or opened as a file.

import { confirm } from "../../elements/dialog.tsx";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import type { Unsubscribe } from "../../platform/signal.ts";
import { filesToList } from "../../state/files-to-list.ts";
import type { App } from "../app.ts";

/** The same as the package's limit. */
const MAX_MEGABYTES = 16;

/** Bytes of a file that say whether it has several conversations. */
const BEGINNING = 1_000_000;

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
  else openText(app, text);
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
      else if (text.trim() !== "") openText(app, text);
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

function openText(app: App, text: string): void {
  if (app.hasList.value && isList(text.slice(0, BEGINNING)))
    void openList(app, new File([text], `${t("clipboard")}.json`, { type: "application/json" }));
  else app.store.setPayload(text);
}

async function readPayloadFile(app: App, file: File): Promise<void> {
  const { name } = file;
  if (app.hasList.value && isList(await file.slice(0, BEGINNING).text())) return openList(app, file);
  if (file.size > MAX_MEGABYTES * 1024 * 1024) {
    app.toast(t("fileTooLarge", { name, size: MAX_MEGABYTES }), "error");
    return;
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    if (text.trim() === "") app.toast(t("fileEmpty", { name }), "error");
    else app.store.setPayload(text);
  } catch {
    app.toast(t("fileNoText", { name }), "error");
  }
}

/** Whether a text that begins so has several conversations: a list of them, or one per line. */
function isList(beginning: string): boolean {
  const [first = "", ...rest] = beginning.trimStart().split("\n", 100);
  if (/^\[\s*\{/.test(beginning.trimStart())) return true;
  return first.startsWith("{") && rest.some((line) => line.trim() !== "") && isObject(first);
}

function isObject(line: string): boolean {
  try {
    return typeof JSON.parse(line) === "object";
  } catch {
    return false;
  }
}

/** Offers to open several conversations where they are listed. */
async function openList(app: App, file: File): Promise<void> {
  const isWanted = await confirm({
    title: t("severalTitle"),
    text: t("severalText", { name: file.name }),
    confirmLabel: t("severalOpen"),
    cancelLabel: t("cancel"),
  });
  if (!isWanted) return;
  filesToList.value = [file];
  app.navigate("#/conversations");
}

/** Returns whether the element takes text input itself. */
function isEditable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, [contenteditable='true']") !== null;
}
