// State and commands of the mapping view. The configuration's text is the source of truth and belongs to the store;
// everything else is derived from it. Derived values that have not changed stay identical, so that a key press draws only
// what it concerns.

import type { Problem } from "userlike-limeobject";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { toPointer } from "../../platform/json-pointer.ts";
import { computed, effect, onChange, type ReadonlySignal, Signal } from "../../platform/signal.ts";
import { instancesOf } from "../../state/config-outline.ts";
import { examples } from "../../state/documents.ts";
import type { LimetypeIndex } from "../../state/limetype-index.ts";
import type { PreviewResult } from "../../state/preview-result.ts";
import type { Store } from "../../state/store.ts";
import type { App } from "../app.ts";
import { BlockModel } from "./block-model.ts";
import { CheckController } from "./check/check-controller.ts";
import {
  type BlockedInstance,
  type CheckInput,
  type CheckResult,
  type MappedConversation,
  mappedConversation,
  type Outcome,
} from "./check/mapping-checker.ts";
import { type ConfigLocation, rangeOf } from "./config-location.ts";
import { chooseFile, fileText, saveFile } from "./files.ts";
import { BLOCKS, type Block, type Instance } from "./model/config.ts";
import { addInstance, duplicateInstance, moveInstance, removeInstance, uniqueName } from "./model/config-edit.ts";
import { formatJson } from "./model/json-edit.ts";
import { parseJson, pathIn, type SyntaxFault, toValue } from "./model/json-tree.ts";
import { PayloadTree } from "./model/payload-tree.ts";
import { share } from "./model/share.ts";
import { suggestInstance } from "./model/suggest-instance.ts";
import { type EditorMode, type OpenProperty, readPlace, storedMode, writePlace } from "./place.ts";

/** Maximum size of a configuration file in bytes; the worker has the same limit. */
const MAX_FILE = 1024 * 1024;

/** What the form shall show: an open property, or the first field with an error. */
export interface FormTarget {
  property: string | undefined;
  /** Whether it gets the focus. */
  focus: boolean;
}

/** What the JSON editor shall select. */
export interface JsonTarget {
  range: [number, number];
  focus: boolean;
}

/** The last text of each store that was valid JSON: it outlives the view. */
const validTexts = new WeakMap<Store, string>();

export class MappingEditor {
  readonly app: App;
  readonly mode: Signal<EditorMode>;
  readonly openProperty: Signal<OpenProperty | undefined>;
  /** Set until it is revealed. */
  readonly formTarget = new Signal<FormTarget | undefined>(undefined);
  readonly jsonTarget = new Signal<JsonTarget | undefined>(undefined);
  /** Whether the JSON editor is there; it is loaded on first use. */
  readonly isJsonLoaded = new Signal(false);
  /** Whether the panel of the JSON editor's search shall open; the editor sets it back. */
  readonly isFinding = new Signal(false);

  readonly limetypes: ReadonlySignal<LimetypeIndex>;
  /** Syntax error of the configuration. */
  readonly syntaxError: ReadonlySignal<SyntaxFault | undefined>;
  /** The last text that was valid JSON; shown by the form. */
  readonly lastValidText: ReadonlySignal<string>;
  readonly instances: ReadonlySignal<readonly Instance[]>;
  /** The selected instance; undefined without instances. */
  readonly instance: ReadonlySignal<Instance | undefined>;
  readonly payload: ReadonlySignal<PayloadTree>;

  readonly problems: ReadonlySignal<readonly Problem[]>;
  readonly hasErrors: ReadonlySignal<boolean>;
  /** Instances that can send no conversation, although the mapping can be saved. */
  readonly blocked: ReadonlySignal<readonly BlockedInstance[]>;
  /** What becomes of the current conversation; undefined before it is known. */
  readonly outcome: ReadonlySignal<Outcome | undefined>;
  /** The last good result for the selected instance and the current conversation. */
  readonly mapped: ReadonlySignal<MappedConversation | undefined>;
  /** Whether `mapped` is of an earlier text. */
  readonly isOutdated: ReadonlySignal<boolean>;
  readonly blocks: Readonly<Record<Block, BlockModel>>;

  readonly #chosenIndex: Signal<number>;
  readonly #checks: CheckController;
  readonly #stops: (() => void)[];

  constructor(app: App) {
    this.app = app;
    const { store } = app;
    const place = readPlace();
    this.mode = new Signal(storedMode.read() ?? "form");
    this.openProperty = new Signal(place.open);
    this.#chosenIndex = new Signal(place.index);
    this.limetypes = store.limetypeIndex;

    this.syntaxError = computed(() => parseJson(store.config.value).syntaxError);
    this.lastValidText = computed(() => {
      if (this.syntaxError.value === undefined) validTexts.set(store, store.config.value);
      return validTexts.get(store) ?? store.savedConfig.value?.text ?? "{}";
    });
    let shared: readonly Instance[] = [];
    this.instances = computed(() => {
      shared = share(shared, instancesOf(this.lastValidText.value));
      return shared;
    });
    this.instance = computed(() => {
      const instances = this.instances.value;
      return instances.find(({ index }) => index === this.#chosenIndex.value) ?? instances[0];
    });
    this.payload = computed(() => new PayloadTree(store.payload.value));
    // Read now: drawing the view is a task of its own, and long enough.
    this.payload.peek();

    const index = computed(() => this.instance.value?.index);
    const input = computed<CheckInput>(() => ({
      ...store.mapperInput,
      payload: store.payload.value,
      index: index.value,
    }));
    this.#checks = new CheckController(input, firstResult(store, index.peek()));
    const { result, isLate } = this.#checks;
    let sharedProblems: readonly Problem[] = [];
    this.problems = computed(() => {
      sharedProblems = share(sharedProblems, result.value?.result.problems ?? []);
      return sharedProblems;
    });
    this.hasErrors = computed(() => this.problems.value.some(({ severity }) => severity === "error"));
    let sharedBlocked: readonly BlockedInstance[] = [];
    this.blocked = computed(() => {
      sharedBlocked = share(sharedBlocked, result.value?.result.blocked ?? []);
      return sharedBlocked;
    });
    this.outcome = computed(() => result.value?.result.outcome);
    let good: { input: CheckInput; mapped: MappedConversation } | undefined;
    const lastGood = computed(() => {
      const newest = result.value;
      if (newest?.result.outcome.kind === "mapped")
        good = { input: newest.input, mapped: newest.result.outcome.mapped };
      const isOfNow = good?.input.index === index.value && good?.input.payload === store.payload.value;
      return isOfNow ? good : undefined;
    });
    this.mapped = computed(() => lastGood.value?.mapped);
    this.isOutdated = computed(
      () => lastGood.value !== undefined && (isLate.value || lastGood.value.input !== result.value?.input),
    );
    let sharedMapped: Instance | undefined;
    const mappedInstance = computed(() => {
      const input = lastGood.value?.input;
      const found = input && instancesOf(input.config).find((instance) => instance.index === input.index);
      sharedMapped = share(sharedMapped, found);
      return sharedMapped;
    });
    const { instance, limetypes, mapped, openProperty: open } = this;
    const block = (name: Block) => new BlockModel(name, { instance, limetypes, mapped, mappedInstance, open });
    this.blocks = {
      limeobject: block("limeobject"),
      history: block("history"),
      conversation: block("conversation"),
      document: block("document"),
    };

    this.#stops = [
      onChange(this.mode, (mode) => storedMode.write(mode)),
      effect(() => writePlace({ index: this.#chosenIndex.value, open: this.openProperty.value })),
      effect(() => {
        const target = store.revealTarget.value;
        if (target?.document !== "config") return;
        store.revealTarget.value = null;
        this.reveal({ ...target, pointer: target.pointer ?? "" });
      }),
    ];
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    this.#checks.dispose();
  }

  get text(): string {
    return this.app.store.config.value;
  }

  /**
   * Edits the configuration's text, starting from the selected instance. Edits with the same `merge` key are undone
   * together.
   */
  edit(change: (text: string, instance: Instance) => string, merge?: string): void {
    const { config } = this.app.store;
    const instance = this.instance.value;
    if (instance !== undefined && this.syntaxError.value === undefined)
      config.edit(change(config.value, instance), merge);
  }

  undo(): void {
    this.app.store.config.undo();
  }

  redo(): void {
    this.app.store.config.redo();
  }

  /** Replaces the whole text; `undo` restores it. */
  replace(text: string): void {
    this.app.store.config.edit(text);
  }

  /** Returns the names of the instances that can send no conversation. */
  blockedNames(): string[] {
    const indexes = this.blocked.value.map(({ index }) => index);
    const blocked = this.instances.value.filter(({ index }) => indexes.includes(index));
    return blocked.map(({ displayName }) => displayName || t("unnamed"));
  }

  /** Returns the problems at a pointer of the configuration; with `below` also those inside it. */
  problemsAt(pointer: string, below = false): readonly Problem[] {
    return this.problems.value.filter(
      (problem) =>
        problem.document === "config" &&
        (problem.pointer === pointer || (below && problem.pointer.startsWith(`${pointer}/`))),
    );
  }

  /** Returns the text of the first problem at a pointer. */
  errorAt(pointer: string, below = false): string | undefined {
    const [problem] = this.problemsAt(pointer, below);
    return problem && problemText(problem);
  }

  /** Returns the text of the first problem at a key of the selected instance. */
  instanceError(...steps: (string | number)[]): string | undefined {
    const { pointer } = this.instance.value ?? {};
    return pointer === undefined ? undefined : this.errorAt(pointer + toPointer(steps));
  }

  choose(index: number): void {
    this.#chosenIndex.value = index;
    this.openProperty.value = undefined;
  }

  /** Adds an instance for a limetype. */
  add(limetypeName: string): void {
    const limetypes = this.limetypes.value;
    const limetype = limetypes.get(limetypeName);
    const name = uniqueName(this.instances.value, limetype?.label ?? limetypeName);
    const instance =
      limetype === undefined ? { name, limetype: limetypeName } : suggestInstance(limetype, name, limetypes);
    const base = this.syntaxError.value !== undefined || this.text.trim() === "" ? "{}" : this.text;
    this.replace(addInstance(base, instance));
    this.#chooseNamed(name);
  }

  duplicate(): void {
    const { displayName } = this.instance.value ?? {};
    if (displayName === undefined) return;
    const name = uniqueName(this.instances.value, displayName);
    this.edit((text, instance) => duplicateInstance(text, instance, name));
    this.#chooseNamed(name);
  }

  remove(): void {
    this.edit(removeInstance);
    this.openProperty.value = undefined;
  }

  /** Moves the selected instance to a position among the others. */
  move(to: number): void {
    this.edit((text, instance) => moveInstance(text, instance, to));
    this.#chosenIndex.value = to;
  }

  #chooseNamed(name: string): void {
    const index = this.instances.value.find((instance) => instance.displayName === name)?.index;
    if (index !== undefined) this.choose(index);
  }

  /** Opens a property of a block, in the form and where the JSON shows it; undefined closes the open one. */
  setOpenProperty(block: Block, property: string | undefined, group?: OpenProperty["group"]): void {
    this.openProperty.value =
      property === undefined ? undefined : { block, property, group: group ?? this.blocks[block].groupOf(property) };
    const rule = property === undefined ? undefined : this.blocks[block].rules.value.get(property);
    if (rule !== undefined && this.mode.value === "both")
      this.jsonTarget.value = { range: rangeOf(this.text, rule), focus: false };
  }

  /** Reveals a location of the configuration in the visible editors. */
  reveal(location: ConfigLocation): void {
    if (location.line != null && this.mode.value === "form") this.mode.value = "json";
    if (this.mode.value !== "form") this.jsonTarget.value = { range: rangeOf(this.text, location), focus: true };
    if (this.mode.value === "json" || location.line != null) return;
    const [, index] = pathIn(this.lastValidText.value, location.pointer);
    if (typeof index !== "number") return;
    if (index !== this.instance.value?.index) this.choose(index);
    const found = this.#propertyAt(location.pointer);
    if (found !== undefined) this.openProperty.value = found;
    this.formTarget.value = { property: found?.property, focus: this.mode.value === "form" };
  }

  /** Opens a property in the form. Without one, shows the instance. */
  revealProperty(index: number, block: Block | undefined, property: string | undefined): void {
    if (this.mode.value === "json") this.mode.value = "form";
    if (index !== this.instance.value?.index) this.choose(index);
    if (block === undefined || property === undefined) return;
    this.setOpenProperty(block, property);
    this.formTarget.value = { property, focus: true };
  }

  /** Returns the property of the selected instance whose rule contains a pointer. */
  #propertyAt(pointer: string): OpenProperty | undefined {
    for (const block of BLOCKS) {
      for (const rule of this.blocks[block].rules.value.values()) {
        if (pointer === rule.pointer || pointer.startsWith(`${rule.pointer}/`))
          return { block, property: rule.property, group: "mapped" };
      }
    }
    return undefined;
  }

  useExample(): void {
    this.replace(examples.config);
    this.app.toast(t("reset"));
  }

  tidy(): void {
    const { root } = parseJson(this.text);
    if (root !== undefined) this.replace(formatJson(toValue(root)));
  }

  async openFile(): Promise<void> {
    const { toast } = this.app;
    const file = await chooseFile();
    if (file === undefined) return;
    const { name } = file;
    if (file.size > MAX_FILE) return toast(t("fileTooLarge", { name }), "error");
    const text = await fileText(file);
    if (text === undefined) return toast(t("fileUnreadable", { name }), "error");
    this.replace(text);
    if (this.syntaxError.value !== undefined && this.mode.value === "form") this.mode.value = "json";
    toast(t("opened", { name }));
  }

  download(): void {
    saveFile("mapping.json", this.text);
  }
}

/** The page has often mapped the conversation with the selected instance already. */
function firstResult({ previewResult, instance: chosen }: Store, index: number | undefined): CheckResult | undefined {
  const result: PreviewResult = previewResult.value;
  if (result.kind === "config") return { problems: result.problems, blocked: [], outcome: { kind: "errors" } };
  if (result.kind !== "preview" || chosen.value !== null || result.preview.instance?.index !== index) return undefined;
  return {
    problems: result.warnings,
    blocked: [],
    outcome: { kind: "mapped", mapped: mappedConversation(result.preview, result.preview.instance?.index) },
  };
}
