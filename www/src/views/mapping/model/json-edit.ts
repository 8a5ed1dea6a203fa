// Edits of a JSON text that keep everything else unchanged: other keys, their order, numbers, line breaks.
//
// Each function takes valid JSON and returns the new text. Inserted text follows its surroundings: on one line in an
// inline object, otherwise on a line of its own with the same indent.

import type { Node } from "jsonc-parser";
import { type JsonPath, memberOf, nodeAt, parseJson } from "./json-tree.ts";

/** Sets the value at `steps` and creates missing parents. `undefined` removes the value. */
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

/** Removes a member or item with its comma. Does nothing when it does not exist. */
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
  // Removing only the last of duplicate keys would restore the first.
  return typeof key === "string" && children.some((child) => child !== node && child.children?.[0]?.value === key)
    ? remove(rest, steps)
    : rest;
}

/** Inserts an item before `index` into the list at `steps`. Creates a missing list. */
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

/** Inserts a copy of an item behind it; `change` edits the copy's text. */
export function copy(text: string, steps: JsonPath, index: number, change: (item: string) => string): string {
  const list = nodeAt(rootOf(text), steps);
  const item = list?.children?.[index];
  if (list === undefined || item === undefined) return text;
  const literal = change(text.slice(item.offset, endOf(item)));
  const between = isInline(text, list) ? " " : `${lineEnd(text)}${indentAt(text, item.offset)}`;
  return splice(text, endOf(item), 0, `,${between}${literal}`);
}

/** Moves an item of the list at `steps`; its text stays unchanged. */
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

/** Formats a value: one line per item or member, short values inline. */
export function formatJson(value: unknown): string {
  return `${stringify(value, '{\n  "like": "this"\n}', "", false)}\n`;
}

/** Replaces the value at `steps` with an object that contains it as the member `key`. */
export function wrap(text: string, steps: JsonPath, key: string): string {
  const node = nodeAt(rootOf(text), steps);
  if (node === undefined) return text;
  const end = lineEnd(text);
  const outer = indentAt(text, node.offset);
  const inner = outer + indentUnit(text);
  const literal = text.slice(node.offset, endOf(node)).replaceAll("\n", `\n${indentUnit(text)}`);
  return splice(text, node.offset, node.length, `{${end}${inner}${JSON.stringify(key)}: ${literal}${end}${outer}}`);
}

/** Appends a member or item. */
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

/** Returns whether the first child is on the line of the opening bracket. */
function isInline(text: string, node: Node): boolean {
  const first = node.children?.[0];
  return first !== undefined && !text.slice(node.offset, first.offset).includes("\n");
}

/** Returns the white space at the start of the line of `offset`. */
function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}

/** Returns the text's unit of indentation. */
function indentUnit(text: string): string {
  const [, indent] = /\n([ \t]+)\S/.exec(text) ?? [];
  return indent ?? "  ";
}

function lineEnd(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** Maximum length of a value on one line. */
const MAX_INLINE_LENGTH = 80;

/** Formats a value as JSON. Objects and lists without nested ones stay on one line while they are short. */
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
