// Edits of a JSON text that leave everything else as it was written: other keys, their order, numbers, line breaks.
//
// Each takes a text that is JSON and answers the new text. What is written anew follows its surroundings: a member of an
// object that stands on one line goes on that line, one of an object with a line for each gets a line with their indent.

import type { Node } from "jsonc-parser";
import { type JsonPath, memberOf, nodeAt, parseJson } from "./json-tree.ts";

/** Sets the value at `steps`. Objects on the way that are missing are made; `undefined` takes the value away. */
export function set(text: string, steps: JsonPath, value: unknown): string {
  if (value === undefined) return remove(text, steps);
  const root = rootOf(text);
  const found = nodeAt(root, steps);
  if (found !== undefined) {
    const literal = stringify(value, text, indentAt(text, found.offset), isInline(text, found));
    return splice(text, found.offset, found.length, literal);
  }
  const key = steps.at(-1);
  const owner = steps.slice(0, -1);
  const holder = nodeAt(root, owner);
  if (typeof key === "number") {
    if (holder?.type !== "array") return set(text, owner, [value]);
    return add(text, holder, value, undefined);
  }
  if (key === undefined) throw new Error("the text has a root");
  if (holder?.type === "object") return add(text, holder, value, key);
  return set(text, owner, { [key]: value });
}

/** Takes a member or an item away, with its comma. What is not there stays so. */
export function remove(text: string, steps: JsonPath): string {
  const root = rootOf(text);
  const holder = nodeAt(root, steps.slice(0, -1));
  const key = steps.at(-1);
  if (holder === undefined || key === undefined) return text;
  const children = holder.children ?? [];
  const node = typeof key === "number" ? children[key] : memberOf(holder, key);
  const index = node === undefined ? -1 : children.indexOf(node);
  if (node === undefined || index < 0) return text;
  const before = children[index - 1];
  const after = children[index + 1];
  const [start, end] =
    before !== undefined
      ? [endOf(before), endOf(node)]
      : after !== undefined
        ? [node.offset, after.offset]
        : [holder.offset + 1, endOf(holder) - 1];
  const rest = splice(text, start, end - start, "");
  // Of a key that was there twice the first one would come back.
  return typeof key === "string" && children.some((child) => child !== node && child.children?.[0]?.value === key)
    ? remove(rest, steps)
    : rest;
}

/** Puts an item into the list at `steps`, before the one that is at `index` now. A list that is missing is made. */
export function insert(text: string, steps: JsonPath, index: number, value: unknown): string {
  const list = nodeAt(rootOf(text), steps);
  if (list?.type !== "array") return set(text, steps, [value]);
  const next = list.children?.[index];
  if (next === undefined) return add(text, list, value, undefined);
  const inline = isInline(text, list);
  const indent = indentAt(text, next.offset);
  const literal = stringify(value, text, indent, inline);
  return splice(text, next.offset, 0, `${literal},${inline ? " " : `${lineEnd(text)}${indent}`}`);
}

/** Puts a copy of the item `index` of the list at `steps` behind it; `change` makes the copy's text from the item's. */
export function copy(text: string, steps: JsonPath, index: number, change: (item: string) => string): string {
  const list = nodeAt(rootOf(text), steps);
  const item = list?.children?.[index];
  if (list === undefined || item === undefined) return text;
  const literal = change(text.slice(item.offset, endOf(item)));
  const between = isInline(text, list) ? " " : `${lineEnd(text)}${indentAt(text, item.offset)}`;
  return splice(text, endOf(item), 0, `,${between}${literal}`);
}

/** Moves an item of the list at `steps`. Its text moves with it as it is. */
export function move(text: string, steps: JsonPath, from: number, to: number): string {
  const items = nodeAt(rootOf(text), steps)?.children ?? [];
  const written = items.map((item) => text.slice(item.offset, endOf(item)));
  const [moved] = written.splice(from, 1);
  if (moved === undefined) return text;
  written.splice(to, 0, moved);
  let result = "";
  let at = 0;
  for (const [index, item] of items.entries()) {
    result += text.slice(at, item.offset) + written[index];
    at = endOf(item);
  }
  return result + text.slice(at);
}

/** Gives the member at `steps` another name; its value and its place stay. */
export function rename(text: string, steps: JsonPath, key: string): string {
  const holder = nodeAt(rootOf(text), steps.slice(0, -1));
  const name = holder && memberOf(holder, String(steps.at(-1)))?.children?.[0];
  return name === undefined ? text : splice(text, name.offset, name.length, JSON.stringify(key));
}

/** A whole text for a value: a line for each thing that has others in it, what is short on one line. */
export function formatJson(value: unknown): string {
  return `${stringify(value, '{\n  "like": "this"\n}', "", false)}\n`;
}

/** Makes the value at `steps` the member `key` of an object that stands in its place. */
export function wrap(text: string, steps: JsonPath, key: string): string {
  const node = nodeAt(rootOf(text), steps);
  if (node === undefined) return text;
  const end = lineEnd(text);
  const outer = indentAt(text, node.offset);
  const inner = outer + indentUnit(text);
  const literal = text.slice(node.offset, endOf(node)).replaceAll("\n", `\n${indentUnit(text)}`);
  return splice(text, node.offset, node.length, `{${end}${inner}${JSON.stringify(key)}: ${literal}${end}${outer}}`);
}

/** Puts a member or an item behind the last one. */
function add(text: string, holder: Node, value: unknown, key: string | undefined): string {
  const last = holder.children?.at(-1);
  const name = key === undefined ? "" : `${JSON.stringify(key)}: `;
  if (last === undefined) {
    const outer = indentAt(text, holder.offset);
    const indent = outer + indentUnit(text);
    const end = lineEnd(text);
    const literal = stringify(value, text, indent, false);
    const [open, close] = holder.type === "array" ? "[]" : "{}";
    return splice(text, holder.offset, holder.length, `${open}${end}${indent}${name}${literal}${end}${outer}${close}`);
  }
  const inline = isInline(text, holder);
  const indent = indentAt(text, last.offset);
  const literal = stringify(value, text, indent, inline);
  return splice(text, endOf(last), 0, `,${inline ? " " : `${lineEnd(text)}${indent}`}${name}${literal}`);
}

function rootOf(text: string): Node {
  const { root } = parseJson(text);
  if (root === undefined) throw new Error("the text is not JSON");
  return root;
}

function splice(text: string, offset: number, length: number, by: string): string {
  return text.slice(0, offset) + by + text.slice(offset + length);
}

function endOf(node: Node): number {
  return node.offset + node.length;
}

/** Whether what is in an object or a list stands on one line with its opening bracket. */
function isInline(text: string, node: Node): boolean {
  const first = node.children?.[0];
  return first !== undefined && !text.slice(node.offset, first.offset).includes("\n");
}

/** The white space that the line of `offset` begins with. */
function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}

/** One step of indent as this text has it. */
function indentUnit(text: string): string {
  const [, indent] = /\n([ \t]+)\S/.exec(text) ?? [];
  return indent ?? "  ";
}

function lineEnd(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** The longest value that goes on one line where its surroundings have a line for each. */
const MAX_INLINE_LENGTH = 80;

/** A value as JSON. Objects and lists without others in them stand on one line while they are short. */
function stringify(value: unknown, text: string, indent: string, inline: boolean): string {
  const short = oneLine(value);
  if (inline || typeof value !== "object" || value === null) return short;
  const parts = Object.entries(value).filter(([, part]) => part !== undefined);
  if (parts.length === 0) return short;
  if (short.length <= MAX_INLINE_LENGTH && parts.every(([, part]) => typeof part !== "object" || part === null))
    return short;
  const inner = indent + indentUnit(text);
  const lines = parts.map(([key, part]) => {
    const literal = stringify(part, text, inner, false);
    return Array.isArray(value) ? literal : `${JSON.stringify(key)}: ${literal}`;
  });
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const end = lineEnd(text);
  return `${open}${end}${lines.map((line) => inner + line).join(`,${end}`)}${end}${indent}${close}`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, part]) => part !== undefined);
  if (members.length === 0) return "{}";
  return `{ ${members.map(([key, part]) => `${JSON.stringify(key)}: ${oneLine(part)}`).join(", ")} }`;
}
