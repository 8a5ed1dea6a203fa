// Reads a configuration for the form: every accepted shape of a value is normalized. Values of the wrong type are
// omitted; the package reports them.

import type { Node } from "jsonc-parser";
import { itemsOf, type JsonPath, membersOf, nodeAt, pointerOf, textOf, toValue } from "./json-tree.ts";

/** Parts of an instance with properties of their own. Those of the limeobject are in the instance itself. */
export type Block = "limeobject" | "history" | "conversation" | "document";
export type RelatedBlock = "history" | "conversation" | "document";

/** Keys of an instance with a text value. */
export type TextKey =
  | "name"
  | "limetype"
  | "baseUrl"
  | "linkType"
  | "relationCompany"
  | "relationCoworker"
  | "relationHistory"
  | "relationConversation"
  | "relationDocument";
export type BooleanKey = "default" | "includeNotifications" | "importMediaFiles";
export type TranscriptKey = "timeZone" | "timeFormat" | "contactName";
export type RelationKey = "personRelation" | "coworkerRelation";

export interface Instance {
  index: number;
  steps: JsonPath;
  /** Name as the package reports it. Default: the limetype. */
  displayName: string;
  texts: Partial<Record<TextKey, string>>;
  booleans: Partial<Record<BooleanKey, boolean>>;
  topics: string[];
  transcript: Partial<Record<TranscriptKey, string>>;
  person: Relation | undefined;
  coworker: Relation | undefined;
  rules: Record<Block, PropertyRule[]>;
  /** Limetypes that the blocks set explicitly. */
  blockLimetypes: Partial<Record<RelatedBlock, string>>;
}

/** Relation with the rules that look up its object. */
export interface Relation {
  steps: JsonPath;
  /** Path to the list of rules. */
  rulesAt: JsonPath;
  relation: string | undefined;
  limetype: string | undefined;
  rules: LookupRule[];
}

export interface LookupRule {
  steps: JsonPath;
  key: string;
  property: string;
}

/** Sources of a property's value. */
export interface PropertyRule {
  property: string;
  steps: JsonPath;
  pointer: string;
  keys: string[];
  template: string | undefined;
  map: [string, unknown][];
  /** Undefined without a default. */
  defaultValue: unknown;
}

const TEXT_KEYS: readonly TextKey[] = [
  "name",
  "limetype",
  "baseUrl",
  "linkType",
  "relationCompany",
  "relationCoworker",
  "relationHistory",
  "relationConversation",
  "relationDocument",
];
const BOOLEAN_KEYS: readonly BooleanKey[] = ["default", "includeNotifications", "importMediaFiles"];
const TRANSCRIPT_KEYS: readonly TranscriptKey[] = ["timeZone", "timeFormat", "contactName"];
export const RELATED_BLOCKS: readonly RelatedBlock[] = ["history", "conversation", "document"];

/** Returns the instances of a configuration; items that are not objects are skipped. */
export function instancesOf(root: Node): Instance[] {
  const items = itemsOf(nodeAt(root, ["instances"]));
  return items.flatMap((node, index) => (node.type === "object" ? [instanceOf(node, index)] : []));
}

function instanceOf(node: Node, index: number): Instance {
  const steps: JsonPath = ["instances", index];
  const at = (key: string) => nodeAt(node, [key]);
  const texts: Instance["texts"] = {};
  for (const key of TEXT_KEYS) {
    const text = textOf(at(key));
    if (text !== undefined) texts[key] = text;
  }
  const booleans: Instance["booleans"] = {};
  for (const key of BOOLEAN_KEYS) {
    const value = at(key);
    if (value?.type === "boolean") booleans[key] = value.value;
  }
  const transcript: Instance["transcript"] = {};
  for (const key of TRANSCRIPT_KEYS) {
    const text = textOf(nodeAt(node, ["transcript", key]));
    if (text !== undefined) transcript[key] = text;
  }
  const blockLimetypes: Instance["blockLimetypes"] = {};
  for (const side of RELATED_BLOCKS) {
    const text = textOf(nodeAt(node, [side, "limetype"]));
    if (text !== undefined) blockLimetypes[side] = text;
  }
  const rules = (block: Block) => rulesOf(nodeAt(node, propertiesPath(block)), [...steps, ...propertiesPath(block)]);
  return {
    index,
    steps,
    displayName: texts.name?.trim() || texts.limetype?.trim() || "",
    texts,
    booleans,
    topics: textList(at("topic")),
    transcript,
    person: relationOf(at("personRelation"), [...steps, "personRelation"]),
    coworker: relationOf(at("coworkerRelation"), [...steps, "coworkerRelation"]),
    rules: {
      limeobject: rules("limeobject"),
      history: rules("history"),
      conversation: rules("conversation"),
      document: rules("document"),
    },
    blockLimetypes,
  };
}

/** Returns the path from an instance to the properties of a block. */
export function propertiesPath(block: Block): JsonPath {
  return block === "limeobject" ? ["properties"] : [block, "properties"];
}

function rulesOf(node: Node | undefined, steps: JsonPath): PropertyRule[] {
  const listed = itemsOf(node).flatMap((item, index) => {
    const property = textOf(nodeAt(item, ["property"]));
    return property === undefined ? [] : [ruleOf(property, item, [...steps, index])];
  });
  const named = membersOf(node).map(([property, item]) => ruleOf(property, item, [...steps, property]));
  return [...listed, ...named];
}

function ruleOf(property: string, node: Node, steps: JsonPath): PropertyRule {
  const constant = nodeAt(node, ["defaultValue"]);
  return {
    property,
    steps,
    pointer: pointerOf(steps),
    keys: textList(nodeAt(node, ["userlikeKey"])),
    template: textOf(nodeAt(node, ["template"])),
    map: membersOf(nodeAt(node, ["map"])).map(([from, to]) => [from, toValue(to)]),
    defaultValue: constant === undefined || constant.type === "null" ? undefined : toValue(constant),
  };
}

function relationOf(node: Node | undefined, steps: JsonPath): Relation | undefined {
  if (node?.type !== "object" && node?.type !== "array") return undefined;
  const rulesAt = node.type === "array" ? steps : [...steps, "rules"];
  const rules = itemsOf(node.type === "array" ? node : nodeAt(node, ["rules"]));
  return {
    steps,
    rulesAt,
    relation: textOf(nodeAt(node, ["relation"])),
    limetype: textOf(nodeAt(node, ["limetype"])),
    rules: rules.map((rule, index) => ({
      steps: [...rulesAt, index],
      key: textOf(nodeAt(rule, ["identificationKey"])) ?? "",
      property: textOf(nodeAt(rule, ["propertyIdentifier"])) ?? "",
    })),
  };
}

/** Reads a text or a list of texts. */
function textList(node: Node | undefined): string[] {
  if (node?.type === "string") return [node.value];
  return itemsOf(node).flatMap((item) => textOf(item) ?? []);
}
