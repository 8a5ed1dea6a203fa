// Completions at an offset of the configuration's text: keys and values of the schema, and values of this workspace:
// limetypes, properties, options, payload fields. The text may be incomplete.

import { getLocation, type Node, type ParseError, parseTree } from "jsonc-parser";
import { type Config, instances, type PropertyInfo } from "userlike-limeobject";
import type { LimetypeIndex } from "../../../state/limetype-index.ts";
import { type Block, type Instance, RELATED_BLOCKS, type RelatedBlock, type RelationKey } from "./config.ts";
import { type JsonPath, membersOf, nodeAt, toValue } from "./json-tree.ts";
import { limetypeOf, lookupLimetype, relationsTo, relationsToOne, writableProperties } from "./metadata.ts";
import type { PayloadTree } from "./payload-tree.ts";
import type { ConfigSchema } from "./schema.ts";

export interface CompletionContext {
  schema: ConfigSchema;
  limetypes: LimetypeIndex;
  payload: PayloadTree;
  timeZones: readonly string[];
}

export interface Completion {
  /** Label without quotes. */
  label: string;
  /** JSON text to insert. */
  insert: string;
  /** Distance of the caret from the end of `insert`. */
  back: number;
  /** Short text beside the label. */
  detail: string;
  /** Description as a sentence. */
  description: string;
}

export interface Completions {
  /** Range of the text that a completion replaces. */
  from: number;
  to: number;
  options: Completion[];
}

interface Suggestion {
  value: unknown;
  detail?: string;
  description?: string;
}

export function completionsAt(text: string, offset: number, knowledge: CompletionContext): Completions | undefined {
  const { path, previousNode, isAtPropertyKey } = getLocation(text, offset);
  const root = parseTolerant(text);
  const inString =
    previousNode?.type === "string" || (previousNode?.type === "property" && isAtPropertyKey)
      ? previousNode
      : undefined;
  const [from, to] = replacedRange(text, offset, inString);
  const options = isAtPropertyKey
    ? keysAt(path.slice(0, -1), root, knowledge, text, to, path.at(-1))
    : valuesAt(path, root, knowledge).map(completion);
  return options.length === 0 ? undefined : { from, to, options };
}

/** Parses as much of the text as possible. */
function parseTolerant(text: string): Node | undefined {
  const faults: ParseError[] = [];
  try {
    return parseTree(text, faults);
  } catch {
    return undefined;
  }
}

/** Returns an instance of an incomplete configuration. */
function instanceAt(root: Node, index: string | number | undefined): Instance | undefined {
  return instances(toValue(root) as Config).instances.find((instance) => instance.index === index);
}

/** Returns the range of the string or word at the caret. */
function replacedRange(text: string, offset: number, token: Node | undefined): [number, number] {
  if (token !== undefined && token.offset < offset && offset <= token.offset + token.length) {
    const lineEnd = text.indexOf("\n", token.offset);
    const end = token.offset + token.length;
    // An unclosed string may extend past its line; replace only its line.
    return [token.offset, lineEnd >= 0 && lineEnd < end ? lineEnd : end];
  }
  const word = /[\w"$-]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? "";
  return [offset - word.length, offset];
}

function keysAt(
  holder: JsonPath,
  root: Node | undefined,
  { schema, limetypes }: CompletionContext,
  text: string,
  to: number,
  current: string | number | undefined,
): Completion[] {
  const present = new Set(root === undefined ? [] : membersOf(nodeAt(root, holder)).map(([key]) => key));
  if (typeof current === "string") present.delete(current);
  const hasColon = /^\s*:/.test(text.slice(to, to + 100));
  const known = schema.members(holder).map(({ key, description, isRequired, blank }) => ({
    label: key,
    ...keyText(key, blank, hasColon),
    detail: isRequired ? "*" : "",
    description,
  }));
  const position = propertyPlaceAt(holder, root);
  const properties =
    position?.rest.length === 0
      ? writableProperties(limetypeOf(position.instance, position.block, limetypes), limetypes)
      : [];
  const named = properties.map((property) => ({
    label: property.name,
    ...keyText(property.name, "{}", hasColon),
    detail: describe(property),
    description: "",
  }));
  return [...named, ...known].filter(({ label }) => !present.has(label));
}

/** Returns a key with an empty value and the caret inside it; only the key when a value follows. */
function keyText(key: string, blank: string, hasColon: boolean): { insert: string; back: number } {
  if (hasColon) return { insert: JSON.stringify(key), back: 0 };
  const isPair = blank === "{}" || blank === "[]" || blank === '""';
  return { insert: `${JSON.stringify(key)}: ${blank}`, back: isPair ? 1 : 0 };
}

function completion({ value, detail, description }: Suggestion): Completion {
  const label = typeof value === "string" ? value : JSON.stringify(value);
  return { label, insert: JSON.stringify(value), back: 0, detail: detail ?? "", description: description ?? "" };
}

function valuesAt(steps: JsonPath, root: Node | undefined, knowledge: CompletionContext): Suggestion[] {
  const { schema, payload, limetypes, timeZones } = knowledge;
  const last = steps.findLast((step) => typeof step === "string");
  const given = schema.values(steps);
  switch (last) {
    case "userlikeKey":
    case "identificationKey":
      return payload.valueFields().map(({ path, value }) => ({ value: path, detail: short(value) }));
    case "limetype":
      return limetypes.all.map((limetype) => ({ value: limetype.name, detail: limetype.label }));
    case "timeZone":
      return timeZones.map((value) => ({ value }));
    default:
  }
  const [, index, key] = steps;
  const instance = root && instanceAt(root, index);
  if (instance === undefined) return given;
  if (last === "propertyIdentifier") {
    const limetype = lookupLimetype(instance, key as RelationKey);
    return writableProperties(limetype, limetypes).map(suggestion);
  }
  const relations = relationValues(instance, steps, limetypes);
  if (relations !== undefined) return relations.map(suggestion);
  const position = propertyPlaceAt(steps, root);
  const limetype = position && limetypeOf(position.instance, position.block, limetypes);
  if (position === undefined || limetype === undefined) return given;
  if (last === "property") return writableProperties(limetype, limetypes).map(suggestion);
  const name = position.property(root);
  const property = name === undefined ? undefined : limetypes.property(limetype, name);
  const isConstant = last === "defaultValue" || position.rest[1] === "map";
  if (property === undefined || !isConstant) return given;
  if (property.type === "yesno") return [{ value: true }, { value: false }];
  return property.options
    .filter((option) => option.key !== "" && !option.inactive)
    .map((option) => ({ value: option.key, detail: option.text }));
}

function relationValues(instance: Instance, steps: JsonPath, limetypes: LimetypeIndex): PropertyInfo[] | undefined {
  const [, , key, inner] = steps;
  if (key === "relationCompany") return relationsToOne(instance, "company", limetypes);
  if (key === "relationCoworker")
    return relationsToOne(instance, lookupLimetype(instance, "coworkerRelation"), limetypes);
  if (key === "relationHistory") return relationsTo(instance, "history", limetypes);
  if (key === "relationConversation") return relationsTo(instance, "conversation", limetypes);
  if (key === "relationDocument") return relationsTo(instance, "document", limetypes);
  const isRules = key === "personRelation" || key === "coworkerRelation";
  return isRules && inner === "relation"
    ? relationsToOne(instance, lookupLimetype(instance, key), limetypes)
    : undefined;
}

/** A position inside the properties of a block. */
interface PropertyPosition {
  instance: Instance;
  block: Block;
  /** Path below `properties`. */
  rest: JsonPath;
  /** Returns the name of the property at the position. */
  property(root: Node | undefined): string | undefined;
}

function propertyPlaceAt(steps: JsonPath, root: Node | undefined): PropertyPosition | undefined {
  const [instances, index, key, inner] = steps;
  const instance = root && instanceAt(root, index);
  if (instances !== "instances" || instance === undefined) return undefined;
  const isSide = RELATED_BLOCKS.includes(key as RelatedBlock) && inner === "properties";
  if (!isSide && key !== "properties") return undefined;
  const at = isSide ? 4 : 3;
  const rest = steps.slice(at);
  return {
    instance,
    block: isSide ? (key as RelatedBlock) : "limeobject",
    rest,
    property: (root) => {
      const [name] = rest;
      if (typeof name === "string") return name;
      const node = root && nodeAt(root, [...steps.slice(0, at + 1), "property"]);
      return node?.type === "string" ? node.value : undefined;
    },
  };
}

function suggestion(property: PropertyInfo): Suggestion {
  return { value: property.name, detail: describe(property) };
}

function describe(property: PropertyInfo): string {
  return `${property.label} · ${property.type}${property.required ? " *" : ""}`;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
