// Mapping view: a form and a JSON editor for the same text, which belongs to the store.

import { onChange } from "../../platform/signal.ts";
import "../../../styles/fields.css";
import "./styles/frame.css";
import "./styles/menu.css";
import "./styles/problems.css";
import "./styles/json.css";
import "./styles/instances.css";
import "./styles/form.css";
import "./styles/properties.css";
import "./styles/effect.css";
import "./styles/dialogs.css";
import type { Problem } from "userlike-limeobject";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import { storedValue } from "../../platform/local-storage.ts";
import { instancesOf } from "../../state/config-outline.ts";
import { examples } from "../../state/documents.ts";
import type { App } from "../app.ts";
import type { ElementView } from "../view.ts";
import { button } from "./controls.ts";
import type { EditorContext } from "./editor-context.ts";
import { pickField } from "./field-picker.ts";
import { chooseFile, fileText, saveFile } from "./files.ts";
import { instanceForm } from "./form.ts";
import { instanceBar } from "./instance-bar.ts";
import { jsonPane } from "./json-pane.ts";
import { limetypesMenu } from "./limetypes-menu.ts";
import { type ConfigLocation, MappingModel, type MappingState, positionAt, rangeOf } from "./mapping-model.ts";
import { BLOCKS, type Block, type Instance } from "./model/config.ts";
import { addInstance, duplicateInstance, moveInstance, removeInstance, uniqueName } from "./model/config-edit.ts";
import { formatJson } from "./model/json-edit.ts";
import { parseJson, pathIn, toValue } from "./model/json-tree.ts";
import { suggestInstance } from "./model/suggest-instance.ts";
import { problemList } from "./problem-list.ts";
import { saveControls } from "./save-controls.ts";
import { startPanel } from "./start-panel.ts";
import { EDITOR_MODES, type EditorMode, toolbar } from "./toolbar.ts";

const storedMode = storedValue("mapping-mode", (text): text is EditorMode =>
  (EDITOR_MODES as readonly string[]).includes(text),
);

/** Maximum size of a configuration file in bytes; the worker has the same limit. */
const MAX_FILE = 1024 * 1024;

export function view(app: App): ElementView {
  const editor = new MappingEditor(app);
  return { element: editor.element, title: t("title"), dispose: () => editor.dispose() };
}

class MappingEditor implements EditorContext {
  readonly element: HTMLElement;
  openProperty: { block: Block; property: string } | undefined;
  readonly #app: App;
  readonly #model = new MappingModel();
  readonly #subscriptions: (() => void)[];
  #state: MappingState;
  #chosenIndex = 0;
  #mode: EditorMode = storedMode.read() ?? "form";
  #scheduled = false;

  readonly #toolbar;
  readonly #limetypes;
  readonly #saveControls;
  readonly #problems;
  readonly #instanceBar;
  readonly #form;
  readonly #json;
  readonly #startPanel;
  readonly #syntaxErrorBanner = make("div", { class: "banner fault", role: "alert", hidden: true });
  readonly #formPane: HTMLElement;
  readonly #panes: HTMLElement;

  constructor(app: App) {
    this.#app = app;
    const { store, api } = app;
    this.#state = this.#currentState();
    const formId = "mapping-instance";
    this.#toolbar = toolbar(
      {
        undo: () => this.#undo(),
        redo: () => this.#redo(),
        mode: (mode) => this.#setMode(mode),
        open: () => void this.#open(),
        download: () => saveFile("mapping.json", store.config.value),
        versions: () => void this.#saveControls.versions(),
        example: () => {
          store.config.edit(examples.config);
          app.toast(t("reset"));
        },
        tidy: () => {
          const { root } = parseJson(store.config.value);
          if (root !== undefined) store.config.edit(formatJson(toValue(root)));
        },
        find: () => this.#json.find(),
      },
      this.#mode,
    );
    this.#limetypes = limetypesMenu(app);
    this.#saveControls = saveControls(app, () => this.#state.problems.some(isError));
    this.#problems = problemList((problem) => this.#revealLocation(problem));
    this.#instanceBar = instanceBar(
      {
        choose: (index) => {
          this.#chosenIndex = index;
          this.openProperty = undefined;
          this.#draw();
        },
        add: (limetype) => this.#add(limetype),
        duplicate: () => this.#duplicate(),
        remove: () => this.edit((text, instance) => removeInstance(text, instance)),
        move: (to) => {
          this.edit((text, instance) => moveInstance(text, instance, to));
          this.#chosenIndex = to;
        },
      },
      formId,
    );
    this.#form = instanceForm(this, formId);
    this.#json = jsonPane({
      changed: (text) => store.config.edit(text, "typing"),
      undo: () => this.#undo(),
      redo: () => this.#redo(),
    });
    this.#startPanel = startPanel(
      (limetype) => this.#add(limetype),
      () => store.config.edit(examples.config),
    );
    this.#formPane = make(
      "div",
      { class: "form-pane" },
      this.#instanceBar.element,
      this.#startPanel.element,
      this.#form.element,
    );
    this.#panes = make("div", { class: "panes" }, this.#formPane, this.#json.element);
    this.element = make(
      "div",
      { class: "mapping" },
      make(
        "header",
        { class: "mapping-head" },
        make("div", { class: "mapping-title" }, make("h1", {}, t("title")), make("p", { class: "hint" }, t("intro"))),
        this.#toolbar.element,
        this.#saveControls.save,
      ),
      make(
        "div",
        { class: "mapping-status" },
        this.#saveControls.status,
        this.#limetypes.element,
        this.#problems.element,
      ),
      this.#saveControls.question,
      this.#syntaxErrorBanner,
      this.#panes,
    );
    this.element.addEventListener("keydown", (event) => this.#key(event));
    const later = () => this.#schedule();
    this.#subscriptions = [
      onChange(store.config, later),
      onChange(store.limetypeIndex, later),
      onChange(store.limetypesSource, later),
      onChange(store.mediaHosts, later),
      onChange(store.payload, later),
      onChange(store.savedConfig, later),
      onChange(api.status, later),
    ];
    this.#setMode(this.#mode);
    this.#subscriptions.push(
      store.revealTarget.subscribe((target) => {
        if (target?.document !== "config") return;
        store.revealTarget.value = null;
        // The view is inserted into the page after its constructor returns.
        setTimeout(() => this.#revealLocation({ ...target, pointer: target.pointer ?? "" }));
      }),
    );
  }

  edit(change: (text: string, instance: Instance) => string, merge?: string): void {
    // Start from the newest text, not the rendered one: two fields can change before the next frame.
    const { config } = this.#app.store;
    const instance = instancesOf(config.value).find(({ index }) => index === this.#chosenIndex);
    if (instance !== undefined) config.edit(change(config.value, instance), merge);
  }

  pickField(current?: string): Promise<string | undefined> {
    return pickField(this.#state.payload, current);
  }

  setOpenProperty(block: Block, property: string | undefined): void {
    this.openProperty = property === undefined ? undefined : { block, property };
    this.#draw();
    // Reveal the same rule in the JSON editor.
    const { instance, text } = this.#state;
    const rule = instance?.[block].properties.find((rule) => rule.property === property);
    if (rule !== undefined && this.#mode === "both") this.#json.select(rangeOf(text, rule));
  }

  paths(): readonly string[] {
    return this.#state.payload.paths();
  }

  dispose(): void {
    for (const stop of this.#subscriptions) stop();
    this.#json.dispose();
    this.#model.dispose();
  }

  #currentState(): MappingState {
    const { mapperInput, limetypeIndex, payload } = this.#app.store;
    const texts = { ...mapperInput, limetypeIndex: limetypeIndex.value, payload: payload.value };
    return this.#model.state(texts, this.#chosenIndex);
  }

  /** Renders at most once per frame. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#draw();
    });
  }

  #draw(): void {
    this.#state = this.#currentState();
    const state = this.#state;
    const { store } = this.#app;
    this.#chosenIndex = state.instance?.index ?? 0;
    this.#toolbar.show({
      mode: this.#mode,
      canUndo: store.config.canUndo,
      canRedo: store.config.canRedo,
      hasVersions: this.#saveControls.hasVersions(),
      isJson: state.syntaxError === undefined,
    });
    this.#limetypes.show(state.limetypes.all.length);
    this.#saveControls.draw();
    this.#problems.show(state);
    // A syntax error has its own banner with the ways to resolve it.
    if (state.syntaxError !== undefined) this.#problems.element.hidden = true;
    this.#drawSyntaxError(state);
    this.#formPane.inert = state.syntaxError !== undefined;
    this.#formPane.classList.toggle("held", state.syntaxError !== undefined);
    this.#instanceBar.show(state);
    const { instance } = state;
    this.#startPanel.element.hidden = instance !== undefined;
    this.#form.element.hidden = instance === undefined;
    if (instance === undefined) this.#startPanel.show(state);
    else this.#form.show({ ...state, instance });
    this.#json.show(state);
  }

  #drawSyntaxError({ syntaxError, text, lastValidText, problems }: MappingState): void {
    this.#syntaxErrorBanner.hidden = syntaxError === undefined;
    if (syntaxError === undefined) return;
    const problem = problems.find(({ line }) => line != null);
    const position =
      problem === undefined ? positionAt(text, syntaxError.offset) : { line: problem.line, column: problem.column };
    const why = problem?.message ?? t("faultOther");
    const go = button(t("goThere"), () => this.#revealLocation({ pointer: "", ...position }));
    const back = button(t("backToGood"), () => this.#app.store.config.edit(lastValidText));
    this.#syntaxErrorBanner.replaceChildren(
      make("p", {}, t("notJson", { line: position.line ?? 1, column: position.column ?? 1, why })),
      make("p", {}, t("formHeld")),
      make("div", { class: "buttons" }, go, ...(lastValidText === "{}" ? [] : [back])),
    );
  }

  #setMode(mode: EditorMode): void {
    this.#mode = mode;
    storedMode.write(mode);
    this.#panes.dataset.mode = mode;
    this.#draw();
    if (mode !== "form") void this.#json.open();
  }

  #add(name: string): void {
    const { limetypes, instances, text } = this.#state;
    const limetype = limetypes.get(name);
    const called = uniqueName(instances, limetype === undefined ? name : limetype.label);
    const instance =
      limetype === undefined ? { name: called, limetype: name } : suggestInstance(limetype, called, limetypes);
    const base = this.#state.syntaxError !== undefined || text.trim() === "" ? "{}" : text;
    this.#app.store.config.edit(addInstance(base, instance));
    this.#chooseInstance((instance) => instance.displayName === called);
  }

  #duplicate(): void {
    const { instances, instance } = this.#state;
    if (instance === undefined) return;
    const name = uniqueName(instances, instance.displayName);
    this.edit((text, instance) => duplicateInstance(text, instance, name));
    this.#chooseInstance((instance) => instance.displayName === name);
  }

  #chooseInstance(fits: (instance: Instance) => boolean): void {
    this.#chosenIndex = this.#currentState().instances.find(fits)?.index ?? this.#chosenIndex;
    this.openProperty = undefined;
    this.#draw();
  }

  async #open(): Promise<void> {
    const { store, toast } = this.#app;
    const file = await chooseFile();
    if (file === undefined) return;
    const { name } = file;
    if (file.size > MAX_FILE) return toast(t("fileTooLarge", { name }), "error");
    const text = await fileText(file);
    if (text === undefined) return toast(t("fileUnreadable", { name }), "error");
    store.config.edit(text);
    if (parseJson(text).syntaxError !== undefined && this.#mode === "form") this.#setMode("json");
    toast(t("opened", { name }));
  }

  /** Reveals a location of the configuration in the visible editors. */
  async #revealLocation(location: ConfigLocation): Promise<void> {
    if (location.line != null && this.#mode === "form") this.#setMode("json");
    if (this.#mode !== "form") {
      await this.#json.open();
      this.#json.select(rangeOf(this.#state.text, location));
      this.#json.focus();
    }
    if (this.#mode === "json" || location.line != null) return;
    const [, index] = pathIn(this.#state.lastValidText, location.pointer);
    if (typeof index !== "number") return;
    this.#chosenIndex = index;
    const found = propertyAt(this.#state, index, location.pointer);
    this.openProperty = found ?? this.openProperty;
    this.#draw();
    const wanted = found
      ? this.#form.element.querySelector(`.property[data-property="${CSS.escape(found.property)}"].opened`)
      : this.#invalidGroup();
    wanted?.scrollIntoView({ block: "center" });
    if (this.#mode === "form") wanted?.querySelector<HTMLElement>("button, input, select")?.focus();
  }

  /** Returns the group of the first invalid field. */
  #invalidGroup(): Element | null {
    const field = this.#form.element.querySelector('.form-section [aria-invalid="true"]');
    return field?.closest(".group, .fields, .form-section") ?? null;
  }

  #key(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    const act =
      key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" ? "redo" : key === "s" ? "save" : undefined;
    if (act === undefined) return;
    event.preventDefault();
    if (act === "undo") this.#undo();
    else if (act === "redo") this.#redo();
    else if (!this.#saveControls.save.hidden) this.#saveControls.save.click();
  }

  #undo(): void {
    this.#app.store.config.undo();
  }

  #redo(): void {
    this.#app.store.config.redo();
  }
}

function isError({ severity }: Problem): boolean {
  return severity === "error";
}

/** Returns the property whose rule contains a pointer. */
function propertyAt(
  state: MappingState,
  index: number,
  pointer: string,
): { block: Block; property: string } | undefined {
  const instance = state.instances.find((instance) => instance.index === index);
  if (instance === undefined) return undefined;
  for (const block of BLOCKS) {
    const rule = instance[block].properties.find(
      (rule) => pointer === rule.pointer || pointer.startsWith(`${rule.pointer}/`),
    );
    if (rule !== undefined) return { block, property: rule.property };
  }
  return undefined;
}
