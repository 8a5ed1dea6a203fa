// Pane with the JSON editor, which is loaded on first use.

import type { Diagnostic } from "@codemirror/lint";
import { codeEditor } from "../../i18n/messages/code-editor.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import type { Component } from "./component.ts";
import type { JsonEditor } from "./json-editor.ts";
import { type MappingState, rangeOf } from "./mapping-model.ts";
import { completionsAt } from "./model/completion.ts";
import type { ConfigSchema } from "./model/schema.ts";

export interface JsonPaneCommands {
  changed(text: string): void;
  undo(): void;
  redo(): void;
}

export interface JsonPane extends Component<MappingState> {
  /** Loads the editor on first use. */
  open(): Promise<void>;
  /** Selects a range and scrolls to it. */
  select(range: [number, number]): void;
  focus(): void;
  find(): void;
  dispose(): void;
}

export function jsonPane(commands: JsonPaneCommands): JsonPane {
  const element = make("div", { class: "json-pane" });
  let state: MappingState | undefined;
  let editor: JsonEditor | undefined;
  let opening: Promise<void> | undefined;
  let isDisposed = false;
  const load = async () => {
    const [{ JsonEditor }, { ConfigSchema }, schema] = await Promise.all([
      import("./json-editor.ts"),
      import("./model/schema.ts"),
      import("userlike-limeobject/schema/config.json"),
    ]);
    if (isDisposed || state === undefined) return;
    const timeZones = Intl.supportedValuesOf("timeZone");
    const known: ConfigSchema = new ConfigSchema(schema.default);
    editor = new JsonEditor(
      {
        label: t("json"),
        phrases: codeEditor.texts(),
        changed: commands.changed,
        undo: commands.undo,
        redo: commands.redo,
        problems: (text) => (state?.text === text ? diagnostics(state) : []),
        completions: (text, offset) =>
          state &&
          completionsAt(text, offset, { schema: known, timeZones, limetypes: state.limetypes, payload: state.payload }),
      },
      state.text,
    );
    element.replaceChildren(editor.element);
    editor.check();
  };
  return {
    element,
    open: () => {
      opening ??= load().catch((error: unknown) => {
        // Allow another attempt.
        opening = undefined;
        element.replaceChildren(
          make("p", { class: "complaint", role: "alert" }, t("editorFailed", { why: String(error) })),
        );
      });
      return opening;
    },
    show: (next) => {
      const isChecked = state?.problems !== next.problems;
      state = next;
      editor?.show(next.text);
      if (isChecked) editor?.check();
    },
    select: ([from, to]) => editor?.select(from, to),
    focus: () => editor?.focus(),
    find: () => editor?.find(),
    dispose: () => {
      isDisposed = true;
      editor?.destroy();
    },
  };
}

function diagnostics({ text, problems }: MappingState): Diagnostic[] {
  return problems
    .filter((problem) => problem.document === "config")
    .map((problem) => {
      const [from, to] = rangeOf(text, problem);
      return { from, to, severity: problem.severity, message: problem.message, source: problem.pointer };
    });
}
