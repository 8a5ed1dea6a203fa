// What the mapping editor shows: everything that follows from the texts of configuration, limetypes and payload, worked out
// once for each change.

import type { Node } from "jsonc-parser";
import {
  ConfigError,
  type Finding,
  Mapper,
  PayloadError,
  type Preview,
  type Problem,
  type Role,
} from "userlike-limeobject";
import { offsetAt } from "../../platform/json-location.ts";
import { type Block, type Instance, instancesOf } from "./model/config.ts";
import { type Fault, nodeAt, pointerOf, read, stepsOf } from "./model/json-tree.ts";
import { Limetypes } from "./model/limetypes.ts";
import { Payload } from "./model/payload-tree.ts";

export interface Texts {
  config: string;
  limetypes: string;
  payload: string;
}

/** What the current conversation becomes by the chosen instance, or why that can't be said. */
export type Effect =
  | { kind: "preview"; preview: Preview; byItself: string | undefined }
  | { kind: "errors" }
  | { kind: "no-payload" }
  | { kind: "payload"; message: string };

export interface State {
  text: string;
  /** The newest text that is JSON: what the form shows. */
  good: string;
  /** Why the text is none. */
  fault: Fault | undefined;
  instances: readonly Instance[];
  /** The one that is edited; undefined when there is none. */
  instance: Instance | undefined;
  limetypes: Limetypes;
  payload: Payload;
  problems: readonly Problem[];
  effect: Effect;
}

export const ROLE: Record<Block, Role> = {
  limeobject: "limeobject",
  history: "history",
  conversation: "ulconversation",
  document: "document",
};

/** Works out states, and remembers what has not changed since the last one. */
export class Workbench {
  #good = "{}";
  #root: Node | undefined;
  #limetypes = { text: "", value: new Limetypes("") };
  #payload = { text: "", value: new Payload("") };
  #mapper: Mapper | undefined;
  #problems: readonly Problem[] = [];
  #mapped: { config: string; limetypes: string } | undefined;

  state(texts: Texts, chosen: number): State {
    const { root, fault } = read(texts.config);
    if (root !== undefined) {
      this.#good = texts.config;
      this.#root = root;
    }
    if (texts.limetypes !== this.#limetypes.text) {
      this.#limetypes = { text: texts.limetypes, value: new Limetypes(texts.limetypes) };
    }
    if (texts.payload !== this.#payload.text) {
      this.#payload = { text: texts.payload, value: new Payload(texts.payload) };
    }
    this.#map(texts, fault !== undefined);
    const instances = this.#root === undefined ? [] : instancesOf(this.#root);
    const instance = instances.find(({ index }) => index === chosen) ?? instances[0];
    return {
      text: texts.config,
      good: this.#good,
      fault,
      instances,
      instance,
      limetypes: this.#limetypes.value,
      payload: this.#payload.value,
      problems: this.#problems,
      effect: this.#effect(texts.payload, instance),
    };
  }

  free(): void {
    this.#mapper?.free();
    this.#mapper = undefined;
    this.#mapped = undefined;
  }

  /** While a text is half typed (`isBroken`), the mapper of the last one that was JSON stays: the form shows that one. */
  #map({ config, limetypes }: Texts, isBroken: boolean): void {
    if (this.#mapped?.config === config && this.#mapped.limetypes === limetypes) return;
    try {
      const mapper = new Mapper(config, limetypes.trim() === "" ? {} : { limetypes });
      this.free();
      this.#mapper = mapper;
      this.#problems = mapper.warnings;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (!isBroken) this.free();
      this.#problems = error.problems;
    }
    this.#mapped = { config, limetypes };
  }

  #effect(payload: string, instance: Instance | undefined): Effect {
    if (this.#mapper === undefined || instance === undefined) return { kind: "errors" };
    if (payload.trim() === "") return { kind: "no-payload" };
    try {
      const preview = this.#mapper.preview(payload, { instance: instance.displayName });
      const byItself = this.#mapper.preview(payload).instance?.name;
      return { kind: "preview", preview, byItself };
    } catch (error) {
      if (error instanceof PayloadError) return { kind: "payload", message: error.message };
      throw error;
    }
  }
}

/** The configuration's problems at a pointer; with `below` also those of what is inside of it. */
export function problemsAt({ problems }: State, pointer: string, below = false): Problem[] {
  return problems.filter(
    (problem) =>
      problem.document === "config" &&
      (problem.pointer === pointer || (below && problem.pointer.startsWith(`${pointer}/`))),
  );
}

/** The first of them as a complaint about a field. */
export function complaintAt(state: State, instance: Instance, ...steps: (string | number)[]): string | undefined {
  return problemsAt(state, pointerOf([...instance.steps, ...steps]))[0]?.message;
}

/** What the preview says about a property. */
export function findingsOf({ effect }: State, block: Block, property: string): Finding[] {
  if (effect.kind !== "preview") return [];
  return effect.preview.findings.filter((finding) => finding.object === ROLE[block] && finding.property === property);
}

/** A place in the configuration: by line and column where those are known, else by JSON pointer. */
export interface Spot {
  pointer: string;
  line?: number | null | undefined;
  column?: number | null | undefined;
}

/** Where a place is in the text, as a range of it: the value, or of a large one the key that it stands behind. */
export function rangeOf(text: string, { pointer, line, column }: Spot): [number, number] {
  if (line != null) {
    const start = offsetAt(text, line, column ?? 1);
    return [start, Math.min(start + 1, text.length)];
  }
  const { root } = read(text);
  if (root === undefined) return [0, 0];
  let node: Node = root;
  for (const step of stepsOf(root, pointer)) {
    const next = nodeAt(node, [step]);
    if (next === undefined) break;
    node = next;
  }
  const isLarge = node.type === "object" || node.type === "array";
  const key = node.parent?.type === "property" ? node.parent.children?.[0] : undefined;
  if (isLarge && key !== undefined) return [key.offset, key.offset + key.length];
  return [node.offset, node.offset + (isLarge ? 1 : node.length)];
}

/** Line and column, from 1, of an offset. */
export function placeAt(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
