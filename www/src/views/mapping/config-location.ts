// State of the mapping view, derived from configuration, limetypes and payload once per change.

import {
  ConfigError,
  type Finding,
  type Mapper,
  PayloadError,
  type Preview,
  type Problem,
  type Role,
} from "userlike-limeobject";
import { toPointer } from "../../platform/json-pointer.ts";
import { instancesOf } from "../../state/config-outline.ts";
import type { LimetypeIndex } from "../../state/limetype-index.ts";
import { locationRange } from "../../state/location-range.ts";
import { createMapper, isSameInput, type MapperInput } from "../../state/mapper.ts";
import type { Block, Instance } from "./model/config.ts";
import { parseJson, type SyntaxFault } from "./model/json-tree.ts";
import { PayloadTree } from "./model/payload-tree.ts";

export interface MappingTexts extends MapperInput {
  limetypeIndex: LimetypeIndex;
  payload: string;
}

/** Preview of the current conversation with the selected instance, or the reason why there is none. */
export type TestResult =
  | { kind: "preview"; preview: Preview; routedTo: string | undefined }
  | { kind: "errors" }
  | { kind: "no-payload" }
  | { kind: "payload"; message: string };

export interface MappingState {
  text: string;
  /** The last text that was valid JSON; shown by the form. */
  lastValidText: string;
  /** Syntax error of the text. */
  syntaxError: SyntaxFault | undefined;
  instances: readonly Instance[];
  /** The selected instance; undefined without instances. */
  instance: Instance | undefined;
  limetypes: LimetypeIndex;
  payload: PayloadTree;
  problems: readonly Problem[];
  testResult: TestResult;
}

/** State with a selected instance. */
export type InstanceState = MappingState & { instance: Instance };

export const ROLE_OF_BLOCK: Record<Block, Role> = {
  limeobject: "limeobject",
  history: "history",
  conversation: "ulconversation",
  document: "document",
};

/** Derives states and caches what has not changed. */
export class MappingModel {
  #lastValidText = "{}";
  #payload = { text: "", value: new PayloadTree("") };
  #mapper: Mapper | undefined;
  #problems: readonly Problem[] = [];
  #mapperInput: MapperInput | undefined;

  state(texts: MappingTexts, chosen: number): MappingState {
    const { syntaxError } = parseJson(texts.config);
    if (syntaxError === undefined) this.#lastValidText = texts.config;
    if (texts.payload !== this.#payload.text) {
      this.#payload = { text: texts.payload, value: new PayloadTree(texts.payload) };
    }
    this.#updateMapper(texts, syntaxError !== undefined);
    const instances = instancesOf(this.#lastValidText);
    const instance = instances.find(({ index }) => index === chosen) ?? instances[0];
    return {
      text: texts.config,
      lastValidText: this.#lastValidText,
      syntaxError,
      instances,
      instance,
      limetypes: texts.limetypeIndex,
      payload: this.#payload.value,
      problems: this.#problems,
      testResult: this.#runTest(texts.payload, instance),
    };
  }

  dispose(): void {
    this.#mapper?.free();
    this.#mapper = undefined;
    this.#mapperInput = undefined;
  }

  /** During a syntax error (`isBroken`) the mapper of the last valid text is kept, because the form shows that text. */
  #updateMapper({ config, limetypes, mediaHosts }: MappingTexts, isBroken: boolean): void {
    const input = { config, limetypes, mediaHosts };
    if (isSameInput(this.#mapperInput, input)) return;
    try {
      const mapper = createMapper(input);
      this.dispose();
      this.#mapper = mapper;
      this.#problems = mapper.warnings;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (!isBroken) this.dispose();
      this.#problems = error.problems;
    }
    this.#mapperInput = input;
  }

  #runTest(payload: string, instance: Instance | undefined): TestResult {
    if (this.#mapper === undefined || instance === undefined) return { kind: "errors" };
    if (payload.trim() === "") return { kind: "no-payload" };
    try {
      const preview = this.#mapper.preview(payload, { instance: instance.displayName });
      const routedTo = this.#mapper.preview(payload).instance?.name;
      return { kind: "preview", preview, routedTo };
    } catch (error) {
      if (error instanceof PayloadError) return { kind: "payload", message: error.message };
      throw error;
    }
  }
}

/** Returns the configuration's problems at a pointer; with `below` also those inside it. */
export function problemsAt({ problems }: MappingState, pointer: string, below = false): Problem[] {
  return problems.filter(
    (problem) =>
      problem.document === "config" &&
      (problem.pointer === pointer || (below && problem.pointer.startsWith(`${pointer}/`))),
  );
}

/** Returns the first problem at a field. */
export function errorAt(state: MappingState, instance: Instance, ...steps: (string | number)[]): string | undefined {
  return problemsAt(state, instance.pointer + toPointer(steps))[0]?.message;
}

/** Returns the findings of a property. */
export function findingsOf({ testResult }: MappingState, block: Block, property: string): Finding[] {
  if (testResult.kind !== "preview") return [];
  return testResult.preview.findings.filter(
    (finding) => finding.object === ROLE_OF_BLOCK[block] && finding.property === property,
  );
}

/** Location in the configuration: line and column where known, otherwise a JSON pointer. */
export interface ConfigLocation {
  pointer: string;
  line?: number | null | undefined;
  column?: number | null | undefined;
}

/** Returns the range of a location in the text: the value or, for objects and lists, their key. */
export function rangeOf(text: string, { pointer, line, column }: ConfigLocation): [number, number] {
  const location = { pointer, line: line ?? undefined, column: column ?? undefined };
  const { start, end } = locationRange(text, location, true) ?? { start: 0, end: 0 };
  if (location.line !== undefined) return [start, Math.min(start + 1, text.length)];
  if (!/[{[]/.test(text.charAt(start))) return [start, end];
  const key = KEY_BEFORE.exec(text.slice(Math.max(0, start - MAX_KEY_LENGTH), start));
  return key === null ? [start, start + 1] : [start - key[0].length, start - key[0].length + (key[1] ?? "").length];
}

/** The key at the end of a text that is followed by its value. */
const KEY_BEFORE = /("(?:[^"\\]|\\.)*")\s*:\s*$/;
const MAX_KEY_LENGTH = 500;

/** Returns line and column of an offset, counted from 1. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
