// Payload or mapping as JSON, with highlighted locations.

import { codeEditor } from "../../../i18n/messages/code-editor.ts";
import { conversation as t } from "../../../i18n/messages/conversation.ts";
import { element } from "../../../platform/dom.ts";
import { onChange, type Unsubscribe } from "../../../platform/signal.ts";
import type { SourceLocation } from "../../../state/documents.ts";
import { locationRange } from "../../../state/location-range.ts";
import type { App } from "../../app.ts";
import type { DocumentEditor } from "./document-editor.ts";

export interface JsonView {
  element: HTMLElement;
  /** Loads the editor on first use. */
  open(): Promise<void>;
  /** Selects a location or, when it does not exist, its nearest parent. */
  select(location: SourceLocation): Promise<void>;
  dispose(): void;
}

export function jsonView(app: App, document: "payload" | "config"): JsonView {
  const { store } = app;
  const text = document === "payload" ? store.payload : store.config;
  const host = element("div", { class: "json-face" }, element("p", { class: "loading" }, t("loadingEditor")));
  const subscriptions: Unsubscribe[] = [];
  let editor: DocumentEditor | undefined;
  let opening: Promise<void> | undefined;
  let isDisposed = false;
  /** Set while this editor publishes the highlight, so that it does not scroll to it. */
  let isOwnHighlight = false;

  const load = async () => {
    try {
      const { DocumentEditor } = await import("./document-editor.ts");
      if (isDisposed) return;
      editor = new DocumentEditor(
        {
          label: document === "payload" ? t("payloadLabel") : t("mappingLabel"),
          phrases: codeEditor.texts(),
          readOnly: document === "config",
          changed: (text) => {
            store.isExample.value = false;
            store.payload.value = text;
          },
          hovered: (pointer) => {
            isOwnHighlight = true;
            const current = store.highlighted.value[0];
            if (pointer === undefined) store.highlighted.value = [];
            else if (current?.document !== document || current.pointer !== pointer)
              store.highlighted.value = [{ document, pointer }];
            isOwnHighlight = false;
          },
        },
        text.value,
      );
      host.replaceChildren(editor.element);
      subscriptions.push(
        onChange(text, (text) => editor?.show(text)),
        store.highlighted.subscribe((highlighted) => {
          const ranges = highlighted.flatMap((location) => {
            if (location.document !== document || !location.pointer) return [];
            return locationRange(text.value, location) ?? [];
          });
          editor?.highlight(ranges, !isOwnHighlight);
        }),
      );
    } catch {
      opening = undefined;
      host.replaceChildren(element("p", { class: "notice error", role: "alert" }, t("editorFailed")));
    }
  };
  const open = () => {
    opening ??= load();
    return opening;
  };
  return {
    element: host,
    open,
    select: async (location) => {
      await open();
      editor?.select(locationRange(text.value, location, true) ?? { start: 0, end: 0 });
    },
    dispose: () => {
      isDisposed = true;
      for (const stop of subscriptions) stop();
      editor?.destroy();
    },
  };
}
