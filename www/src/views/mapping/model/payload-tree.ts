// The fields of a payload as a tree to pick from. A node's children are made when they are asked for, and there are never
// more of them than a person would look through: a payload can be 16 MB.

import { EVERY_ITEM, isObject, type PathStep, pathSteps, pathText, valuesAt } from "./path.ts";

/** A place in a payload. */
export interface PayloadField {
  /** Its last step: a key, `[0]`, `[*]`. */
  label: string;
  steps: readonly PathStep[];
  path: string;
  kind: FieldKind;
  /** What is there, in short; of a list or an object how much. */
  value: string;
}

export type FieldKind = "text" | "number" | "yesno" | "nothing" | "object" | "list";

/** The most items of one list that are offered, each. Behind them there is `[*]` and `[-1]`. */
const MAX_ITEMS = 50;
/** The most items that are looked at to learn which fields the items of a list have. */
const MAX_SAMPLES = 200;
/** The most characters of a value that are shown. */
const MAX_TEXT = 200;
/** The most fields that a search looks at, and finds. */
const MAX_VISITED = 20_000;
const MAX_FOUND = 200;

export class PayloadTree {
  readonly #root: unknown;

  constructor(text: string) {
    this.#root = parse(text);
  }

  /** The fields at the top. */
  get fields(): PayloadField[] {
    return this.#children([], [this.#root]);
  }

  /** The fields inside of a field. */
  children(field: PayloadField): PayloadField[] {
    return this.#children(field.steps, valuesAt(this.#root, field.steps));
  }

  hasChildren(field: PayloadField): boolean {
    return isContainer(field.kind) && field.value !== "0";
  }

  /** What a path finds; undefined when it finds nothing, or is none. */
  at(path: string): PayloadField | undefined {
    const steps = pathSteps(path);
    if (steps === undefined) return undefined;
    const values = valuesAt(this.#root, steps);
    return values.length === 0 ? undefined : field(steps, values);
  }

  /** What a path finds as one text, uncut; undefined when there is no value. */
  textAt(path: string): string | undefined {
    const texts = valuesAt(this.#root, pathSteps(path) ?? []).filter(isScalar);
    return texts.length === 0 || pathSteps(path) === undefined ? undefined : texts.map(String).join(", ");
  }

  /** The fields whose path or value has these words in it, the nearest to the top first. */
  search(words: string): PayloadField[] {
    const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const found: PayloadField[] = [];
    let level = this.fields;
    for (let visited = 0; level.length > 0 && visited < MAX_VISITED; ) {
      const next: PayloadField[] = [];
      for (const field of level) {
        visited += 1;
        const text = `${field.path}\n${isContainer(field.kind) ? "" : field.value}`.toLocaleLowerCase();
        if (wanted.every((word) => text.includes(word))) found.push(field);
        if (found.length >= MAX_FOUND || visited >= MAX_VISITED) return found;
        if (this.hasChildren(field)) next.push(...this.children(field));
      }
      level = next;
    }
    return found;
  }

  /** Paths to every value, for completion while typing. */
  paths(): string[] {
    return this.search("")
      .filter((field) => !isContainer(field.kind))
      .map((field) => field.path);
  }

  #children(steps: readonly PathStep[], values: unknown[]): PayloadField[] {
    const lists = values.filter(Array.isArray);
    const objects = values.filter(isObject);
    const fields: PayloadField[] = [];
    const keys = new Set(objects.slice(0, MAX_SAMPLES).flatMap((object) => Object.keys(object)));
    for (const key of keys) {
      const inner = objects.filter((object) => Object.hasOwn(object, key)).map((object) => object[key]);
      fields.push(field([...steps, key], inner));
    }
    const [list] = lists;
    if (list === undefined || list.length === 0) return fields;
    fields.push(field([...steps, EVERY_ITEM], lists.flat()));
    for (const [index, item] of list.slice(0, MAX_ITEMS).entries()) fields.push(field([...steps, index], [item]));
    if (list.length > 1) fields.push(field([...steps, -1], [list.at(-1)]));
    return fields;
  }
}

function field(steps: readonly PathStep[], values: unknown[]): PayloadField {
  const last = steps.at(-1);
  return {
    label: typeof last === "string" ? last : pathText([last ?? ""]),
    steps,
    path: pathText(steps),
    kind: kindOf(values),
    value: describe(values),
  };
}

function kindOf(values: unknown[]): FieldKind {
  const known = values.filter((value) => value !== null);
  if (known.some(isObject)) return "object";
  if (known.some(Array.isArray)) return "list";
  if (known.length === 0) return "nothing";
  if (known.every((value) => typeof value === "number")) return "number";
  return known.every((value) => typeof value === "boolean") ? "yesno" : "text";
}

function isContainer(kind: FieldKind): boolean {
  return kind === "object" || kind === "list";
}

function isScalar(value: unknown): value is string | number | boolean {
  return value !== null && typeof value !== "object";
}

function describe(values: unknown[]): string {
  const [first] = values;
  if (values.some(isObject) || values.some(Array.isArray)) {
    const size = Array.isArray(first) ? first.length : isObject(first) ? Object.keys(first).length : 0;
    return values.length === 1 ? String(size) : String(values.length);
  }
  let text = "";
  for (const value of values) {
    if (!isScalar(value)) continue;
    text += (text === "" ? "" : ", ") + String(value);
    if (text.length > MAX_TEXT) return `${text.slice(0, MAX_TEXT)}…`;
  }
  return text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
