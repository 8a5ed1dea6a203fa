// Pane with the JSON editor, which is loaded on first use and then kept.

import type { Diagnostic } from "@codemirror/lint";
import { useEffect, useRef, useState } from "preact/hooks";
import type { JsonEditorTexts } from "../../elements/json-extensions.ts";
import { language } from "../../i18n/language.ts";
import { codeEditor } from "../../i18n/messages/code-editor.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { effect, onChange, untracked } from "../../platform/signal.ts";
import { rangeOf } from "./config-location.ts";
import type { JsonEditor } from "./json-editor.ts";
import styles from "./json-pane.module.css";
import type { MappingEditor } from "./mapping-editor.ts";
import { completionsAt } from "./model/completion.ts";
import type { ConfigSchema } from "./model/schema.ts";
import { useEditor } from "./use-editor.ts";

export function JsonPane() {
  const editor = useEditor();
  const host = useRef<HTMLDivElement>(null);
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    let isDisposed = false;
    let stop = () => {};
    load(editor).then(
      (json) => {
        if (isDisposed) return json.destroy();
        host.current?.append(json.element);
        editor.isJsonLoaded.value = true;
        const stopFollowing = follow(editor, json);
        stop = () => {
          stopFollowing();
          json.destroy();
        };
      },
      (error: unknown) => setFailure(String(error)),
    );
    return () => {
      isDisposed = true;
      stop();
    };
  }, []);
  return (
    <div ref={host} class={styles.pane}>
      {failure !== undefined && (
        <p class={styles.failure} role="alert">
          {t("editorFailed", { why: failure })}
        </p>
      )}
    </div>
  );
}

const texts = (): JsonEditorTexts => ({ label: t("json"), phrases: codeEditor.texts() });

async function load(editor: MappingEditor): Promise<JsonEditor> {
  const [{ JsonEditor }, { ConfigSchema }, schema] = await Promise.all([
    import("./json-editor.ts"),
    import("./model/schema.ts"),
    import("userlike-limeobject/schema/config.json"),
  ]);
  const timeZones = Intl.supportedValuesOf("timeZone");
  const known: ConfigSchema = new ConfigSchema(schema.default);
  return new JsonEditor(
    {
      ...texts(),
      changed: (text) => editor.app.store.config.edit(text, "typing"),
      undo: () => editor.undo(),
      redo: () => editor.redo(),
      problems: (text) => (text === editor.text ? diagnostics(editor) : []),
      completions: (text, offset) =>
        completionsAt(text, offset, {
          schema: known,
          timeZones,
          limetypes: editor.limetypes.value,
          payload: editor.payload.value,
        }),
    },
    editor.text,
  );
}

/** Shows in the editor what happens elsewhere. */
function follow(editor: MappingEditor, json: JsonEditor): () => void {
  const stops = [
    onChange(language, () => {
      json.say(texts());
      // The problems are in words, too.
      json.check();
    }),
    effect(() => {
      const text = editor.text;
      untracked(() => json.show(text));
    }),
    effect(() => {
      editor.problems.value;
      untracked(() => json.check());
    }),
    effect(() => {
      const target = editor.jsonTarget.value;
      if (target === undefined) return;
      json.select(...target.range);
      if (target.focus) json.focus();
      editor.jsonTarget.value = undefined;
    }),
    effect(() => {
      if (!editor.isFinding.value) return;
      json.find();
      editor.isFinding.value = false;
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function diagnostics({ text, problems }: MappingEditor): Diagnostic[] {
  return problems.value
    .filter((problem) => problem.document === "config")
    .map((problem) => {
      const [from, to] = rangeOf(text, problem);
      return { from, to, severity: problem.severity, message: problemText(problem), source: problem.pointer };
    });
}
