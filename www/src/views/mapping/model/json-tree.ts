// Parse tree of a JSON text with offsets, for the form and its edits.

import { type Node, type ParseError, type ParseErrorCode, parseTree, printParseErrorCode } from "jsonc-parser";
import { pointerTokens } from "../../../platform/json-pointer.ts";

/** Path to a value: names of members and indexes of items. */
export type JsonPath = readonly (string | number)[];

/** The first syntax error of a text. */
export interface SyntaxFault {
  /** UTF-16 units. */
  offset: number;
  length: number;
  /** The parser's name of the error in PascalCase: `ValueExpected`. */
  code: string;
}

export type ParsedJson = { root: Node; syntaxError?: undefined } | { root?: undefined; syntaxError: SyntaxFault };

let last: { text: string; parsed: ParsedJson } | undefined;

/**
 * Parses like JSON.parse: no comments, no trailing commas; the last of duplicate keys counts. Keeps the last result, which an
 * edit asks for several times.
 */
export function parseJson(text: string): ParsedJson {
  if (last?.text !== text) last = { text, parsed: parse(text) };
  return last.parsed;
}

function parse(text: string): ParsedJson {
  const faults: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, faults, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { syntaxError: { offset: 0, length: 0, code: "TooDeep" } };
  }
  const [first] = faults;
  if (first !== undefined) {
    return { syntaxError: { offset: first.offset, length: first.length, code: nameOf(first.error as ParseErrorCode) } };
  }
  return root === undefined ? { syntaxError: { offset: 0, length: 0, code: "ValueExpected" } } : { root };
}

function nameOf(code: ParseErrorCode): string {
  return printParseErrorCode(code);
}

/** Returns the value at `steps`; undefined when it does not exist. */
export function nodeAt(root: Node, steps: JsonPath): Node | undefined {
  let node: Node | undefined = root;
  for (const step of steps) {
    if (node === undefined) return undefined;
    node = typeof step === "number" ? itemOf(node, step) : memberOf(node, step)?.children?.[1];
  }
  return node;
}

function itemOf(node: Node, index: number): Node | undefined {
  return node.type === "array" ? node.children?.[index] : undefined;
}

/** Returns the member `key` as a node of type "property". */
export function memberOf(node: Node, key: string): Node | undefined {
  return node.type === "object" ? node.children?.findLast((member) => member.children?.[0]?.value === key) : undefined;
}

/** Returns the members of an object in the order of the text; nothing for other values. */
export function membersOf(node: Node | undefined): [string, Node][] {
  const members = new Map<string, Node>();
  if (node?.type !== "object") return [];
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    if (key !== undefined && value !== undefined) members.set(String(key.value), value);
  }
  return [...members];
}

/** Returns the items of a list; nothing for other values. */
export function itemsOf(node: Node | undefined): Node[] {
  return node?.type === "array" ? (node.children ?? []) : [];
}

/** Returns the value of a string; undefined for other values. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.type === "string" ? node.value : undefined;
}

/** Returns the JavaScript value of a node. Keys like `__proto__` become ordinary members. */
export function toValue(node: Node): unknown {
  if (node.type === "array") return itemsOf(node).map(toValue);
  if (node.type === "object") return Object.fromEntries(membersOf(node).map(([key, value]) => [key, toValue(value)]));
  return node.value;
}

/** Returns a JSON pointer as a path in this text: numeric tokens are indexes only in lists. */
export function stepsOf(root: Node, pointer: string): JsonPath {
  const steps: (string | number)[] = [];
  let node: Node | undefined = root;
  for (const key of pointerTokens(pointer)) {
    const step: string | number = node?.type === "array" && /^\d+$/.test(key) ? Number(key) : key;
    steps.push(step);
    node = node && nodeAt(node, [step]);
  }
  return steps;
}

/** Returns a JSON pointer as a path in a JSON text. */
export function pathIn(text: string, pointer: string): JsonPath {
  const { root } = parseJson(text);
  return root === undefined ? pointerTokens(pointer) : stepsOf(root, pointer);
}
