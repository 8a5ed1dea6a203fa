// Payload paths as the form writes and reads them: `contact.email`, `custom["order no."]`, `topics[*].text`. What a path
// means, and whether it is one, the package decides (src/path.rs); here values are only looked up to be shown.

/** One step of a path: a key, an item (from the end when negative), or every item. */
export type PathStep = string | number | typeof EVERY_ITEM;

export const EVERY_ITEM = Symbol("every item");

const BARE = /^[\p{Alphabetic}\p{N}_-]+$/u;
const QUOTED = `"((?:[^"\\\\]|\\\\["\\\\])*)"|'((?:[^'\\\\]|\\\\['\\\\])*)'`;
const STEP = new RegExp(`\\.?(?:([\\p{Alphabetic}\\p{N}_-]+)|${QUOTED})|\\[(?:(-?\\d+)|(\\*)|${QUOTED})\\]`, "uy");

/** The text of a path. */
export function pathText(steps: readonly PathStep[]): string {
  let text = "";
  for (const step of steps) {
    if (step === EVERY_ITEM) text += "[*]";
    else if (typeof step === "number") text += `[${step}]`;
    else if (BARE.test(step)) text += text === "" ? step : `.${step}`;
    else {
      const quoted = `"${step.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
      text += text === "" ? quoted : `[${quoted}]`;
    }
  }
  return text;
}

/** The steps of a path; undefined for a text that is none. */
export function pathSteps(text: string): PathStep[] | undefined {
  const steps: PathStep[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const first = STEP.lastIndex === 0;
    const dot = text[STEP.lastIndex] === ".";
    const bracket = text[STEP.lastIndex] === "[";
    const found = STEP.exec(text);
    if (found === null || (first ? dot || bracket : !dot && !bracket)) return undefined;
    const [, bare, double, single, item, every, doubleItem, singleItem] = found;
    const quoted = double ?? single ?? doubleItem ?? singleItem;
    if (every !== undefined) steps.push(EVERY_ITEM);
    else if (item !== undefined) steps.push(Number(item));
    else steps.push(bare ?? (quoted ?? "").replaceAll(/\\(.)/gs, "$1"));
  }
  return steps.length === 0 ? undefined : steps;
}

/** Every value that a path finds, in the order of the payload. */
export function valuesAt(payload: unknown, steps: readonly PathStep[]): unknown[] {
  let values = [payload];
  for (const step of steps) {
    values = values.flatMap((value) => {
      if (step === EVERY_ITEM) return Array.isArray(value) ? value : [];
      if (typeof step === "number") return Array.isArray(value) && inside(value, step) ? [value.at(step)] : [];
      return isObject(value) && Object.hasOwn(value, step) ? [value[step]] : [];
    });
  }
  return values;
}

function inside(list: unknown[], index: number): boolean {
  return index < list.length && -index <= list.length;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
