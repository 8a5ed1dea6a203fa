// Edits of the form. Each takes the configuration's text and returns the new text. Emptied fields are removed together
// with parents that become empty; unknown keys are kept.

import { instances } from "userlike-limeobject";
import {
  type Block,
  type BooleanKey,
  DEFAULT_PARTS,
  type IdentifiedBlock,
  type Instance,
  idempotencyPath,
  instancePath,
  type LookupKey,
  type PropertyRule,
  propertiesPath,
  type Relation,
  type RelationKey,
  type RuleTextKey,
  type TextKey,
  type TranscriptKey,
} from "./config.ts";
import { copy, insert, move, remove, set, wrap } from "./json-edit.ts";
import { type JsonPath, nodeAt, parseJson, pathIn } from "./json-tree.ts";

/** Change of a property's rule; omitted keys stay. */
export interface RuleChange extends Partial<Record<RuleTextKey, string>> {
  keys?: readonly string[];
  template?: string;
  map?: readonly (readonly [string, unknown])[];
  /** Undefined or an empty text removes the default. */
  defaultValue?: unknown;
}

const RULE_TEXT_KEYS: readonly RuleTextKey[] = ["each", "join", "ifInvalid", "whenEmpty"];

export function setText(text: string, instance: Instance, key: TextKey, value: string): string {
  // Keep an empty limetype: the package reports it at its position.
  const empty = value === "" && key !== "limetype";
  return set(text, instancePath(instance, key), empty ? undefined : value);
}

export function setIdempotencyProperty(
  text: string,
  instance: Instance,
  block: IdentifiedBlock,
  value: string,
): string {
  return set(text, instancePath(instance, ...idempotencyPath(block)), value === "" ? undefined : value);
}

export function setBoolean(text: string, instance: Instance, key: BooleanKey, value: boolean): string {
  return set(text, instancePath(instance, key), value || instance[key] !== null ? value : undefined);
}

/** Makes an instance the default instead of any other. */
export function setDefault(text: string, instance: Instance, value: boolean): string {
  let changed = text;
  if (value) {
    for (const other of instances(text).instances) {
      if (other.index !== instance.index && other.default) changed = remove(changed, instancePath(other, "default"));
    }
  }
  return set(changed, instancePath(instance, "default"), value || undefined);
}

export function setTopics(text: string, instance: Instance, topics: readonly string[]): string {
  return set(text, instancePath(instance, "topic"), textOrList(topics));
}

export function setTranscript(text: string, instance: Instance, key: TranscriptKey, value: string): string {
  const block: JsonPath = instancePath(instance, "transcript");
  return removeIfEmpty(set(text, [...block, key], value === "" ? undefined : value), block);
}

/**
 * Sets the parts of the conversation in the history note. The default needs no key, and no part means the default. Where
 * the configuration says by a key of its own whether notifications are among them, that key goes: the list says it.
 */
export function setTranscriptParts(text: string, instance: Instance, parts: readonly string[]): string {
  const block: JsonPath = instancePath(instance, "transcript");
  const isDefault = parts.length === DEFAULT_PARTS.length && DEFAULT_PARTS.every((part) => parts.includes(part));
  const list = isDefault || parts.length === 0 ? undefined : parts;
  const changed = removeIfEmpty(set(text, [...block, "include"], list), block);
  const hasOwnKey = instance.includeNotifications !== false;
  return hasOwnKey ? set(changed, instancePath(instance, "includeNotifications"), undefined) : changed;
}

/** Changes the rule of a property. A rule without a source is removed. */
export function setRule(text: string, instance: Instance, block: Block, property: string, change: RuleChange): string {
  const existing = instance[block].properties.find((rule) => rule.property === property);
  const listAt: JsonPath = instancePath(instance, ...propertiesPath(block));
  if (existing === undefined) {
    const rule = ruleKeys(change);
    if (Object.keys(rule).length === 0) return text;
    const { root } = parseJson(text);
    const isList = root !== undefined && nodeAt(root, listAt)?.type === "array";
    return isList
      ? insert(text, listAt, Number.POSITIVE_INFINITY, { property, ...rule })
      : set(text, [...listAt, property], rule);
  }
  const path = pathIn(text, existing.pointer);
  let changed = text;
  for (const [key, value] of Object.entries(ruleKeys(change, true))) changed = set(changed, [...path, key], value);
  return hasSource(existing, change) ? changed : removeRule(changed, instance, block, existing);
}

/** Removes the rule of a property. */
export function removeRule(text: string, instance: Instance, block: Block, rule: PropertyRule): string {
  const rest = remove(text, pathIn(text, rule.pointer));
  if (block === "limeobject") return rest;
  const side: JsonPath = instancePath(instance, block);
  return removeIfEmpty(removeIfEmpty(rest, [...side, "properties"]), side);
}

/** Returns whether a rule has a source after a change. */
function hasSource(rule: PropertyRule, change: RuleChange): boolean {
  const keys = change.keys ?? rule.userlikeKeys;
  const template = change.template ?? rule.template ?? "";
  const defaultValue = "defaultValue" in change ? change.defaultValue : rule.defaultValue;
  return keys.length > 0 || template !== "" || !isEmptyValue(defaultValue);
}

/** Returns a change as keys of the configuration. Removed keys are omitted or, with `all`, undefined. */
function ruleKeys(change: RuleChange, all = false): Record<string, unknown> {
  const rule: Record<string, unknown> = {};
  if (change.keys) rule.userlikeKey = textOrList(change.keys);
  if (change.template !== undefined) rule.template = change.template === "" ? undefined : change.template;
  if (change.map) rule.map = change.map.length === 0 ? undefined : Object.fromEntries(change.map);
  for (const key of RULE_TEXT_KEYS) {
    if (change[key] !== undefined) rule[key] = change[key] === "" ? undefined : change[key];
  }
  if ("defaultValue" in change) rule.defaultValue = isEmptyValue(change.defaultValue) ? undefined : change.defaultValue;
  return all ? rule : Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));
}

function isEmptyValue(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** Adds a lookup rule; creates the relation with the first one. */
export function addLookupRule(
  text: string,
  instance: Instance,
  at: RelationKey,
  relation: Relation | null,
  rule: { key: string; property: string },
): string {
  const item = { identificationKey: rule.key, propertyIdentifier: rule.property };
  if (relation !== null) return insert(text, pathIn(text, relation.rulesPointer), Number.POSITIVE_INFINITY, item);
  return set(text, instancePath(instance, at), { rules: [item] });
}

export function setLookupRule(text: string, relation: Relation, index: number, key: LookupKey, value: string): string {
  const given = key === "matchBy" && value === "" ? undefined : value;
  return set(text, [...pathIn(text, relation.rulesPointer), index, key], given);
}

/** Removes a lookup rule; the last one removes the relation. */
export function removeLookupRule(text: string, relation: Relation, index: number): string {
  const isLast = relation.rules.length === 1;
  return remove(text, isLast ? pathIn(text, relation.pointer) : [...pathIn(text, relation.rulesPointer), index]);
}

export function moveLookupRule(text: string, relation: Relation, from: number, to: number): string {
  return move(text, pathIn(text, relation.rulesPointer), from, to);
}

/** Sets a key beside the rules. A plain list of rules becomes an object. */
export function setRelation(
  text: string,
  relation: Relation,
  key: "relation" | "limetype" | "inactiveProperties",
  value: string | readonly string[],
): string {
  const given = value === "" ? undefined : value;
  const path = pathIn(text, relation.pointer);
  const isBare = relation.rulesPointer === relation.pointer;
  if (!isBare) return set(text, [...path, key], given);
  return given === undefined ? text : set(wrap(text, path, "rules"), [...path, key], given);
}

/** Appends an instance; creates the list of instances if necessary. */
export function addInstance(text: string, instance: Record<string, unknown>): string {
  return insert(text, ["instances"], Number.POSITIVE_INFINITY, instance);
}

/** Appends a copy of an instance, without the topics and the default flag, which must be unique. */
export function duplicateInstance(text: string, instance: Instance, name: string): string {
  return copy(text, ["instances"], instance.index, (item) =>
    set(remove(remove(item, ["topic"]), ["default"]), ["name"], name),
  );
}

export function removeInstance(text: string, instance: Instance): string {
  return remove(text, instancePath(instance));
}

export function moveInstance(text: string, instance: Instance, to: number): string {
  return move(text, ["instances"], instance.index, to);
}

/** Returns an unused name: "Helpdesk", "Helpdesk 2". */
export function uniqueName(existing: readonly Instance[], wanted: string): string {
  const taken = new Set(existing.map((instance) => instance.displayName.toLowerCase()));
  let name = wanted;
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${wanted} ${number}`;
  return name;
}

/** Whether another instance has the name of this one. Case and spaces around it make no difference. */
export function isNameTaken(instances: readonly Instance[], { index, displayName }: Instance): boolean {
  return instances.some((other) => other.index !== index && nameForm(other.displayName) === nameForm(displayName));
}

/** Returns a configuration in which no two instances have the same name, and the names by index. */
export function withOwnNames(
  text: string,
  instances: readonly Instance[],
): { config: string; names: readonly string[] } {
  const names: string[] = [];
  let config = text;
  for (const instance of instances) {
    const { index, displayName } = instance;
    const isRepeated = instances.some(
      (other) => other.index < index && nameForm(other.displayName) === nameForm(displayName),
    );
    const name = isRepeated ? uniqueName(instances, `${displayName} (${index + 1})`) : displayName;
    if (isRepeated) config = setText(config, instance, "name", name);
    names[index] = name;
  }
  return { config, names };
}

const nameForm = (name: string): string => name.normalize("NFD").trim().toLowerCase();

function textOrList(texts: readonly string[]): string | readonly string[] | undefined {
  return texts.length > 1 ? texts : texts[0];
}

/** Removes the object or list at `steps` when it is empty. */
function removeIfEmpty(text: string, steps: JsonPath): string {
  const { root } = parseJson(text);
  const node = root && nodeAt(root, steps);
  const isEmpty = (node?.type === "object" || node?.type === "array") && node.children?.length === 0;
  return isEmpty ? remove(text, steps) : text;
}
