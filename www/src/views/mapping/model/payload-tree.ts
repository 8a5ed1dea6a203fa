// Fields of a payload as a tree for the picker. Children are computed on demand and limited in number, because a
// payload can have 16 MB.

import { formatPath, PathError, type PathStep, parsePath } from "userlike-limeobject";
import { nearest } from "./nearest.ts";

/** A field of a payload. */
export interface PayloadField {
  /** Last step of the path: a key, `[0]`, `[*]`. */
  label: string;
  steps: readonly PathStep[];
  readonly path: string;
  kind: FieldKind;
  /** Short form of the value; of a list or object its size. */
  value: string;
}

export type FieldKind = "text" | "number" | "yesno" | "nothing" | "object" | "list";

/** Maximum number of items offered per list, beside `[*]` and `[-1]`. */
const MAX_ITEMS = 50;
/** Maximum number of items that are inspected for the fields of a list's items. */
const MAX_SAMPLES = 200;
/** Maximum number of characters of a value. */
const MAX_TEXT = 200;
/** Maximum number of fields that a search visits, and that it returns. */
const MAX_VISITED = 20_000;
const MAX_FOUND = 200;
/** Number of steps of the longest path, and of levels of a payload that is read. */
const MAX_STEPS = 127;

/** A path for which a payload has no field, and the path that may be meant. */
export interface MissingField {
  path: string;
  suggestion: string | undefined;
}

/** Maximum number of keys that are compared with a mistyped one, and of characters of such a key. */
const MAX_COMPARED = 1000;
const MAX_KEY = 100;

export class PayloadTree {
  readonly #root: unknown;
  #valueFields: readonly PayloadField[] | undefined;

  constructor(text: string) {
    this.#root = parse(text);
  }

  /** Fields at the top level. */
  get fields(): PayloadField[] {
    return this.#children([], [this.#root]);
  }

  /** Returns the fields inside a field. */
  children(field: PayloadField): PayloadField[] {
    return this.#children(field.steps, valuesAt(this.#root, field.steps));
  }

  /** Whether there are fields inside a field that a path can have. */
  hasChildren(field: PayloadField): boolean {
    return isContainer(field.kind) && field.value !== "0" && field.steps.length < MAX_STEPS;
  }

  /** Returns the field at a path; undefined when there is none or the path is invalid. */
  at(path: string): PayloadField | undefined {
    const steps = stepsOf(path);
    if (steps === undefined) return undefined;
    const values = valuesAt(this.#root, steps);
    return values.length === 0 ? undefined : field(steps, values);
  }

  /**
   * Returns what is missing when there is no field at a path. Where the payload has nothing (null, an empty list or object, a
   * shorter list), another conversation can have the field, and undefined is returned.
   */
  missing(path: string): MissingField | undefined {
    const steps = stepsOf(path);
    if (steps === undefined) return undefined;
    const meant: PathStep[] = [];
    let isMissing = false;
    let values = [this.#root];
    for (const step of steps) {
      let next = valuesAt(values, [null, step]);
      let key = step;
      if (next.length === 0) {
        const known = values.filter((value) => !isNothing(value));
        if (typeof step !== "string" || known.length === 0) {
          if (!isMissing) return undefined;
          break;
        }
        isMissing = true;
        const keys = known.filter(isObject).flatMap((value) => Object.keys(value).slice(0, MAX_COMPARED));
        const near = step.length > MAX_KEY ? undefined : nearest(step, keys.slice(0, MAX_COMPARED));
        if (near === undefined) return { path, suggestion: undefined };
        key = near;
        next = valuesAt(values, [null, near]);
      }
      meant.push(key);
      values = next;
    }
    if (!isMissing) return undefined;
    return { path, suggestion: meant.length === steps.length ? formatPath(meant) : undefined };
  }

  /** Returns all values at a path as one text; undefined without a value. */
  textAt(path: string): string | undefined {
    const steps = stepsOf(path);
    if (steps === undefined) return undefined;
    const texts = valuesAt(this.#root, steps).filter(isScalar);
    return texts.length === 0 ? undefined : texts.map(String).join(", ");
  }

  /** Returns the fields whose path or value contains all words, breadth first. */
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

  /** Returns all fields with a value of their own, for completion. */
  valueFields(): readonly PayloadField[] {
    this.#valueFields ??= this.search("").filter((field) => !isContainer(field.kind));
    return this.#valueFields;
  }

  /** Returns the paths of all values, for completion. */
  paths(): string[] {
    return this.valueFields().map((field) => field.path);
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
    // A path begins with a key.
    if (steps.length === 0 || list === undefined || list.length === 0) return fields;
    fields.push(field([...steps, null], lists.flat()));
    for (const [index, item] of list.slice(0, MAX_ITEMS).entries()) fields.push(field([...steps, index], [item]));
    if (list.length > 1) fields.push(field([...steps, -1], [list.at(-1)]));
    return fields;
  }
}

function field(steps: readonly PathStep[], values: unknown[]): PayloadField {
  const last = steps.at(-1);
  let path: string | undefined;
  return {
    label: typeof last === "string" ? last : `[${last ?? "*"}]`,
    steps,
    get path() {
      path ??= formatPath(steps);
      return path;
    },
    kind: kindOf(values),
    value: describe(values),
  };
}

/** Returns the steps of a path; undefined when it is invalid. */
function stepsOf(path: string): PathStep[] | undefined {
  try {
    return parsePath(path);
  } catch (error) {
    if (error instanceof PathError) return undefined;
    throw error;
  }
}

/** Returns every value that a path matches, in the order of the payload. */
export function valuesAt(payload: unknown, steps: readonly PathStep[]): unknown[] {
  let values = [payload];
  for (const step of steps) {
    values = values.flatMap((value) => {
      if (step === null) return Array.isArray(value) ? value : [];
      if (typeof step === "number") return Array.isArray(value) && isInside(value, step) ? [value.at(step)] : [];
      return isObject(value) && Object.hasOwn(value, step) ? [value[step]] : [];
    });
  }
  return values;
}

/** Whether a value says nothing about the fields that other conversations have there. */
function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

function isInside(list: unknown[], index: number): boolean {
  return index < list.length && -index <= list.length;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
