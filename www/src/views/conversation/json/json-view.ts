// The payload, or the mapping, as JSON, with what is pointed at anywhere marked in it.

import { language } from "../../../i18n/language.ts";
import { codeEditor } from "../../../i18n/messages/code-editor.ts";
import { conversation as t } from "../../../i18n/messages/conversation.ts";
import { element } from "../../../platform/dom.ts";
import { locate, locateNearest, offsetAt } from "../../../platform/json-location.ts";
import type { Stop } from "../../../platform/signal.ts";
import type { Place } from "../../../state/documents.ts";
import type { App } from "../../app.ts";
import type { Editor } from "./document-editor.ts";

export interface Face {
  element: HTMLElement;
  /** Loads the editor, if it is not there yet. */
  open(): Promise<void>;
  /** Selects a place, or where it should be. */
  select(place: Place): Promise<void>;
  leave(): void;
}

export function jsonFace(app: App, document: "payload" | "config"): Face {
  const { store } = app;
  const text = document === "payload" ? store.payload : store.config;
  const host = element("div", { class: "json-face" }, element("p", { class: "loading" }, t("loadingEditor")));
  const stops: Stop[] = [];
  let editor: Editor | undefined;
  let opening: Promise<void> | undefined;
  let left = false;
  /** What is pointed at comes from this editor itself: then it must not move. */
  let own = false;

  const load = async () => {
    try {
      const { Editor } = await import("./document-editor.ts");
      if (left) return;
      editor = new Editor(
        {
          label: document === "payload" ? t("payloadLabel") : t("mappingLabel"),
          phrases: codeEditor[language.value],
          readOnly: document === "config",
          changed: (text) => {
            store.example.set(false);
            store.payload.set(text);
          },
          at: (pointer) => {
            own = true;
            const known = store.pointed.value[0];
            if (pointer === undefined) store.pointed.set([]);
            else if (known?.document !== document || known.pointer !== pointer)
              store.pointed.set([{ document, pointer }]);
            own = false;
          },
        },
        text.value,
      );
      host.replaceChildren(editor.element);
      stops.push(
        text.subscribe((text) => editor?.show(text)),
        store.pointed.watch((pointed) => {
          const ranges = pointed.flatMap((place) => {
            if (place.document !== document || !place.pointer) return [];
            return locate(text.value, place.pointer) ?? [];
          });
          editor?.mark(ranges, !own);
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
    select: async ({ pointer, line, column }) => {
      await open();
      const at = line === undefined ? undefined : offsetAt(text.value, line, column ?? 1);
      const range = at === undefined ? locateNearest(text.value, pointer ?? "") : { start: at, end: at };
      editor?.select(range ?? { start: 0, end: 0 });
    },
    leave: () => {
      left = true;
      for (const stop of stops) stop();
      editor?.destroy();
    },
  };
}
