// Reads limetypes that are loaded into the sandbox. The package's own reader is not used: it leaves out what the sandbox
// returns unchanged (ids, labels, permissions), and would add a module of WebAssembly.

import { ApiError } from "./api-error.ts";
import type { Json } from "./json.ts";
import {
  isRelation,
  type Limetype,
  type Limetypes,
  PROPERTY_TYPES,
  type Property,
  type PropertyOption,
} from "./limetypes.ts";

/** A property of loaded metadata that the sandbox does not support. */
export interface SkippedProperty {
  readonly limetype: string;
  readonly property: string;
  readonly reason: string;
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (holder: Json, key: string): unknown[] | undefined => {
  const list = holder[key] ?? (isObject(holder._embedded) ? holder._embedded[key] : undefined);
  return Array.isArray(list) ? list : undefined;
};

// Names become table names and keys in JSON paths.
const NAME = /^[a-z][a-z0-9_]{0,63}$/i;

const bad = (message: string): ApiError => new ApiError(400, "bad-limetypes", message);

/**
 * Reads limetypes in the form of Lime CRM's API, or in the compact form. Properties of unknown types, and relations to
 * unknown limetypes, are skipped and listed.
 *
 * @param known Limetypes that exist already.
 * @param newId Returns ids for options without one.
 * @throws {ApiError} 400
 */
export function readLimetypes(
  input: unknown,
  known: Limetypes,
  newId: () => number,
): { limetypes: Limetype[]; skipped: SkippedProperty[] } {
  const list = Array.isArray(input)
    ? input
    : isObject(input)
      ? (listOf(input, "limetypes") ?? (typeof input.name === "string" ? [input] : undefined))
      : undefined;
  if (!list || list.length === 0) {
    throw bad(
      "No limetypes are here. Send a list of limetypes, or the answer of a limetype API with `?_embed=limetypes.properties`.",
    );
  }
  const skipped: SkippedProperty[] = [];
  const limetypes = list.map((item, at) => readLimetype(item, at, newId, skipped));
  const taken = new Set<string>();
  for (const { name } of limetypes) {
    if (taken.has(name.toLowerCase())) throw bad(`The limetype "${name}" is there twice. Leave one.`);
    taken.add(name.toLowerCase());
    const clash = [...known.keys()].find((other) => other !== name && other.toLowerCase() === name.toLowerCase());
    if (clash) throw bad(`The limetype "${name}" differs from "${clash}" only by case. Rename it.`);
  }
  const all = new Set([...known.keys(), ...limetypes.map(({ name }) => name)]);
  const connected = limetypes.map((limetype) => ({
    ...limetype,
    properties: limetype.properties.filter((property) => {
      if (!isRelation(property) || (property.relatedType && all.has(property.relatedType))) return true;
      const reason = property.relatedType
        ? `it relates to the limetype "${property.relatedType}", which is not loaded`
        : "it is a relation without a related limetype";
      skipped.push({ limetype: limetype.name, property: property.name, reason });
      return false;
    }),
  }));
  return { limetypes: connected, skipped };
}

function readLimetype(item: unknown, at: number, newId: () => number, skipped: SkippedProperty[]): Limetype {
  if (!isObject(item)) throw bad(`Limetype ${at + 1} of the list is not an object.`);
  const name = item.name;
  if (typeof name !== "string" || !NAME.test(name)) {
    throw bad(`Limetype ${at + 1} of the list needs a \`name\` of letters, digits and underscores.`);
  }
  const properties = listOf(item, "properties");
  if (!properties) {
    throw bad(`The limetype "${name}" has no properties. Ask the limetype API with \`?_embed=limetypes.properties\`.`);
  }
  const localname = isObject(item.localname) ? item.localname : { singular: item.localname };
  const singular = textOf(localname.singular, name);
  const acl = isObject(item.acl) ? item.acl : {};
  const read = new Map<string, Property>();
  for (const entry of properties) {
    const property = readProperty(name, entry, newId, skipped);
    if (!property) continue;
    if ([...read.keys()].some((other) => other.toLowerCase() === property.name.toLowerCase())) {
      throw bad(`The limetype "${name}" has the property "${property.name}" twice. Leave one.`);
    }
    read.set(property.name, property);
  }
  return {
    name,
    localname: { singular, plural: textOf(localname.plural, singular) },
    label: typeof item.label === "number" ? item.label : 0,
    acl: {
      create: acl.create !== false,
      read: acl.read !== false,
      update: acl.update !== false,
      delete: acl.delete !== false,
    },
    properties: [...read.values()],
  };
}

const textOf = (value: unknown, fallback: string): string =>
  typeof value === "string" && value !== "" ? value : fallback;

function readProperty(
  limetype: string,
  item: unknown,
  newId: () => number,
  skipped: SkippedProperty[],
): Property | undefined {
  if (!isObject(item)) throw bad(`The limetype "${limetype}" has a property that is not an object.`);
  const name = item.name;
  if (typeof name !== "string") throw bad(`The limetype "${limetype}" has a property without a \`name\`.`);
  const skip = (reason: string): undefined => {
    skipped.push({ limetype, property: name, reason });
    return undefined;
  };
  if (!NAME.test(name)) return skip("its name is not made of letters, digits and underscores");
  const type = PROPERTY_TYPES.find((known) => known === item.type);
  if (!type) return skip(`its type ${JSON.stringify(item.type ?? null)} is not known`);
  const link = isObject(item._links) ? item._links.related_type : undefined;
  const relatedType = item.relatedType ?? (isObject(link) ? link.name : undefined);
  const acl = isObject(item.acl) ? item.acl : {};
  const length = item.length;
  return {
    name,
    localname: textOf(isObject(item.localname) ? item.localname.singular : item.localname, name),
    type,
    required: item.required === true,
    unique: item.unique === true,
    length: Number.isSafeInteger(length) && Number(length) > 0 ? Number(length) : 0,
    label: typeof item.label === "number" ? item.label : 0,
    defaultvalue: item.defaultvalue ?? null,
    options: type === "option" || type === "set" ? readOptions(limetype, name, item.options, newId) : [],
    ...(typeof relatedType === "string" && { relatedType }),
    acl: { create: acl.create !== false, read: acl.read !== false, update: acl.update !== false },
  };
}

function readOptions(limetype: string, property: string, list: unknown, newId: () => number): PropertyOption[] {
  const where = `The property "${property}" of the limetype "${limetype}"`;
  if (!Array.isArray(list)) throw bad(`${where} needs a list of \`options\`.`);
  const options = list.map((item: unknown, at): PropertyOption => {
    if (!isObject(item) || typeof item.key !== "string") throw bad(`${where} has an option without a \`key\`.`);
    return {
      id: Number.isSafeInteger(item.id) ? Number(item.id) : newId(),
      key: item.key,
      text: typeof item.text === "string" ? item.text : item.key,
      inactive: item.inactive === true,
      order: Number.isSafeInteger(item.order) ? Number(item.order) : at,
    };
  });
  if (new Set(options.map(({ key }) => key)).size < options.length) throw bad(`${where} has an option key twice.`);
  return options;
}
