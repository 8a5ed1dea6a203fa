// Payload or mapping as JSON, with highlighted locations.

import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../../elements/button.tsx";
import { Notice } from "../../../elements/notice.tsx";
import { language } from "../../../i18n/language.ts";
import { codeEditor } from "../../../i18n/messages/code-editor.ts";
import { conversation as t } from "../../../i18n/messages/conversation.ts";
import { onChange, type Unsubscribe } from "../../../platform/signal.ts";
import type { SourceLocation } from "../../../state/documents.ts";
import { locationRange } from "../../../state/location-range.ts";
import type { App } from "../../app.ts";
import { useApp } from "../../use-app.ts";
import { useWorkbench, type Workbench } from "../workbench.ts";
import styles from "./json-editor.module.css";

interface JsonEditorProps {
  document: "payload" | "config";
  /** Whether the editor is shown; it is loaded when that is first so. */
  isOpen: boolean;
}

export function JsonEditor({ document, isOpen }: JsonEditorProps) {
  const app = useApp();
  const workbench = useWorkbench();
  const host = useRef<HTMLDivElement>(null);
  const [wasOpen, setWasOpen] = useState(false);
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  if (isOpen && !wasOpen) setWasOpen(true);
  useEffect(() => {
    if (!wasOpen || state === "failed") return;
    const stop = new AbortController();
    openEditor(app, workbench, document, host.current as HTMLDivElement, stop.signal).then(
      () => setState("ready"),
      () => setState("failed"),
    );
    return () => stop.abort();
  }, [wasOpen, state === "failed"]);
  return (
    <div class={styles.editor}>
      {state === "loading" && <p class={styles.loading}>{t("loadingEditor")}</p>}
      {state === "failed" && (
        <Notice kind="error" role="alert">
          {t("editorFailed")}{" "}
          <Button icon="refresh" onClick={() => setState("loading")}>
            {t("again")}
          </Button>
        </Notice>
      )}
      <div ref={host} class={styles.host} />
    </div>
  );
}

/** Loads the editor into `host`, and keeps it in step with the document until `signal` is aborted. */
async function openEditor(
  { store }: App,
  { selection }: Workbench,
  document: "payload" | "config",
  host: HTMLElement,
  signal: AbortSignal,
): Promise<void> {
  const { DocumentEditor } = await import("./document-editor.ts");
  if (signal.aborted) return;
  const text = document === "payload" ? store.payload : store.config;
  /** Set while this editor publishes the highlight, so that it does not scroll to it. */
  let isOwnHighlight = false;
  const texts = () => ({
    label: document === "payload" ? t("payloadLabel") : t("mappingLabel"),
    phrases: codeEditor.texts(),
  });
  const editor = new DocumentEditor(
    {
      ...texts(),
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
  const highlight = (highlighted: readonly SourceLocation[]) => {
    const ranges = highlighted.flatMap((location) => {
      if (location.document !== document || !location.pointer) return [];
      return locationRange(text.value, location) ?? [];
    });
    editor.highlight(ranges, !isOwnHighlight);
  };
  const select = (location: SourceLocation | null) => {
    if (location?.document !== document) return;
    selection.value = null;
    // It has its size one frame after it is shown.
    requestAnimationFrame(() => editor.select(locationRange(text.value, location, true) ?? { start: 0, end: 0 }));
  };
  highlight(store.highlighted.value);
  select(selection.value);
  const subscriptions: Unsubscribe[] = [
    onChange(text, (text) => editor.show(text)),
    onChange(language, () => editor.say(texts())),
    onChange(store.highlighted, highlight),
    onChange(selection, select),
    () => editor.destroy(),
  ];
  signal.addEventListener("abort", () => {
    for (const stop of subscriptions) stop();
  });
}
