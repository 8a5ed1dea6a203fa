// Mapping view: a form and a JSON editor for the same text, which belongs to the store.

import { clsx } from "clsx";
import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { muted } from "../../elements/text.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { effect } from "../../platform/signal.ts";
import type { CreateView } from "../view.ts";
import { BlockedNotice } from "./blocked-notice.tsx";
import { InstanceBar } from "./instance-bar.tsx";
import { InstanceForm } from "./instance-form.tsx";
import { JsonPane } from "./json-pane.tsx";
import { LimetypesMenu } from "./limetypes-menu.tsx";
import { type FormTarget, MappingEditor } from "./mapping-editor.ts";
import { ProblemList } from "./problem-list.tsx";
import { ConflictNotice, SaveButton, SaveStatus } from "./save-controls.tsx";
import { Saving } from "./saving.ts";
import { StartPanel } from "./start-panel.tsx";
import { SyntaxNotice } from "./syntax-notice.tsx";
import { Toolbar } from "./toolbar.tsx";
import { EditorContext, useEditor, useSelect } from "./use-editor.ts";
import { VersionsDialog } from "./versions-dialog.tsx";
import styles from "./view.module.css";

export const view: CreateView = (app) => {
  const editor = new MappingEditor(app);
  return {
    content: (
      <EditorContext.Provider value={editor}>
        <MappingPage />
      </EditorContext.Provider>
    ),
    title: () => t("title"),
    dispose: () => editor.dispose(),
  };
};

function MappingPage() {
  const editor = useEditor();
  const saving = useMemo(() => new Saving(editor.app, () => editor.blockedNames()), [editor]);
  const [showsVersions, setShowsVersions] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: shortcuts of the whole view
    <div class={styles.mapping} onKeyDown={(event) => onKeyDown(event, editor, saving)}>
      <header class={styles.head}>
        <div class={styles.title}>
          <h1>{t("title")}</h1>
          <p class={muted}>{t("intro")}</p>
        </div>
        <div class={styles.tools}>
          <Toolbar onVersions={saving.hasVersions ? () => setShowsVersions(true) : undefined} />
        </div>
        <SaveButton saving={saving} />
      </header>
      <div class={styles.status}>
        <SaveStatus />
        <LimetypesMenu />
        <ProblemList />
      </div>
      <BlockedNotice />
      <ConflictNotice saving={saving} />
      <SyntaxNotice />
      <Panes />
      {showsVersions && <VersionsDialog saving={saving} onClose={() => setShowsVersions(false)} />}
    </div>
  );
}

function Panes() {
  const { mode, isJsonLoaded } = useEditor();
  const shown = mode.value;
  return (
    <div class={clsx(styles.panes, shown === "both" && styles.both)}>
      <div class={styles.pane} hidden={shown === "json"}>
        <FormPane />
      </div>
      {(shown !== "form" || isJsonLoaded.value) && (
        <div class={styles.pane} hidden={shown === "form"}>
          <JsonPane />
        </div>
      )}
    </div>
  );
}

function FormPane() {
  const editor = useEditor();
  const formId = useId();
  const pane = useRef<HTMLDivElement>(null);
  const hasInstance = useSelect(({ instance }) => instance.value !== undefined);
  const isOutdated = useSelect((editor) => editor.isOutdated.value);
  const isHeld = useSelect(({ syntaxError }) => syntaxError.value !== undefined);
  useEffect(
    () =>
      effect(() => {
        const target = editor.formTarget.value;
        if (target === undefined) return;
        editor.formTarget.value = undefined;
        // What opens with it is rendered before the next frame.
        requestAnimationFrame(() => pane.current && reveal(pane.current, target));
      }),
    [editor],
  );
  return (
    <div ref={pane} class={clsx(styles.form, isHeld && styles.held, isOutdated && styles.outdated)} inert={isHeld}>
      <InstanceBar panelId={formId} />
      {hasInstance ? <InstanceForm id={formId} /> : <StartPanel />}
    </div>
  );
}

function reveal(pane: HTMLElement, { property, focus }: FormTarget): void {
  const element =
    property === undefined
      ? pane.querySelector<HTMLElement>('[aria-invalid="true"]')
      : pane.querySelector<HTMLElement>(`[data-property="${CSS.escape(property)}"]:has([aria-expanded="true"])`);
  element?.scrollIntoView({ block: "center" });
  if (focus) (element?.matches("input, select, textarea") ? element : element?.querySelector("button"))?.focus();
}

function onKeyDown(event: KeyboardEvent, editor: MappingEditor, saving: Saving): void {
  if (event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return;
  if ((event.target as Element).closest("dialog")) return;
  const key = event.key.toLowerCase();
  if (key === "z" && !event.shiftKey) editor.undo();
  else if (key === "y" || key === "z") editor.redo();
  else if (key === "s") {
    if (saving.canSave && !editor.hasErrors.value) void saving.save();
  } else return;
  event.preventDefault();
}
