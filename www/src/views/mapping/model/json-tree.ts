// A JSON text, read with its places: what the form shows of the configuration, and where the editor's edits go.

import { type Node, type ParseError, type ParseErrorCode, parseTree, printParseErrorCode } from "jsonc-parser";

/** The way to a value: names of members and indexes of items. */
export type JsonPath = readonly (string | number)[];

/** What a text is not JSON for: the first fault. */
export interface SyntaxFault {
  /** In UTF-16 units. */
  offset: number;
  length: number;
  /** The parser's name of it, in PascalCase: `ValueExpected`. */
  code: string;
}

export type ParsedJson = { root: Node; syntaxError?: undefined } | { root?: undefined; syntaxError: SyntaxFault };

/** Reads JSON as JSON.parse does: no comments, no commas too many. Of keys that are there twice the last one counts. */
export function parseJson(text: string): ParsedJson {
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

/** The value at `steps`; undefined when there is none. */
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

/** The member `key`, as a node of the type "property". */
export function memberOf(node: Node, key: string): Node | undefined {
  return node.type === "object" ? node.children?.findLast((member) => member.children?.[0]?.value === key) : undefined;
}

/** Names and values of an object's members in the order of the text; none of what is no object. */
export function membersOf(node: Node | undefined): [string, Node][] {
  const members = new Map<string, Node>();
  if (node?.type !== "object") return [];
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    if (key !== undefined && value !== undefined) members.set(String(key.value), value);
  }
  return [...members];
}

/** The items of a list; none of what is no list. */
export function itemsOf(node: Node | undefined): Node[] {
  return node?.type === "array" ? (node.children ?? []) : [];
}

/** The text of a string; undefined for everything else. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.type === "string" ? node.value : undefined;
}

/** The JavaScript value of a node. Keys like `__proto__` become members like any other. */
export function toValue(node: Node): unknown {
  if (node.type === "array") return itemsOf(node).map(toValue);
  if (node.type === "object") return Object.fromEntries(membersOf(node).map(([key, value]) => [key, toValue(value)]));
  return node.value;
}

/** The JSON pointer (RFC 6901) of a way. */
export function pointerOf(steps: JsonPath): string {
  return steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The way that a JSON pointer means in this text: a token that looks like a number is an index only in a list. */
export function stepsOf(root: Node, pointer: string): JsonPath {
  const steps: (string | number)[] = [];
  let node: Node | undefined = root;
  for (const token of pointer.split("/").slice(1)) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    const step: string | number = node?.type === "array" && /^\d+$/.test(key) ? Number(key) : key;
    steps.push(step);
    node = node && nodeAt(node, [step]);
  }
  return steps;
}
