// The metadata of the sandbox: limetypes and their properties, read from the API's own form or from the compact form
// for people, and answered in the API's form.

import { ApiError } from "./api-error.ts";

export const PROPERTY_TYPES = [
  ...(["string", "text", "phone", "link", "xml"] as const),
  ...(["integer", "decimal", "percent", "yesno", "time", "date", "year", "quarter", "month"] as const),
  ...(["option", "set", "user", "file", "belongsto", "hasone", "hasmany", "hasandbelongstomany"] as const),
];

export type PropertyType = (typeof PROPERTY_TYPES)[number];

export interface PropertyOption {
  readonly id: number;
  readonly key: string;
  readonly text: string;
  readonly inactive: boolean;
  readonly order: number;
}

export interface Property {
  readonly name: string;
  readonly localname: string;
  readonly type: PropertyType;
  readonly required: boolean;
  /** The most UTF-16 code units of a text; 0 is unlimited. */
  readonly length: number;
  readonly label: number;
  readonly defaultvalue: unknown;
  readonly options: readonly PropertyOption[];
  /** Of a relation: the limetype that it leads to. */
  readonly relatedType?: string;
  readonly acl: { readonly create: boolean; readonly read: boolean; readonly update: boolean };
}

export interface Limetype {
  readonly name: string;
  readonly localname: { readonly singular: string; readonly plural: string };
  readonly label: number;
  readonly acl: {
    readonly create: boolean;
    readonly read: boolean;
    readonly update: boolean;
    readonly delete: boolean;
  };
  readonly properties: readonly Property[];
}

export type Limetypes = ReadonlyMap<string, Limetype>;

/** Something of loaded metadata that the sandbox can't hold. */
export interface Skipped {
  readonly limetype: string;
  readonly property: string;
  readonly reason: string;
}

export const isText = ({ type }: Property): boolean => ["string", "text", "phone", "link", "xml"].includes(type);
export const isInverse = ({ type }: Property): boolean => ["hasone", "hasmany", "hasandbelongstomany"].includes(type);
export const isRelation = (property: Property): boolean => property.type === "belongsto" || isInverse(property);

export const propertyOf = (limetype: Limetype, name: string): Property | undefined =>
  limetype.properties.find((property) => property.name === name);

/**
 * The belongsto property that a hasone or hasmany is the other view of. Metadata doesn't say which; of several, the one
 * that is called like the limetype that it leads to is taken, else the first.
 */
export function belongstoOf(limetypes: Limetypes, limetype: Limetype, far: Property): Property | undefined {
  const candidates = limetypes
    .get(far.relatedType ?? "")
    ?.properties.filter(({ type, relatedType }) => type === "belongsto" && relatedType === limetype.name);
  return candidates?.find(({ name }) => name === limetype.name) ?? candidates?.[0];
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (holder: Json, key: string): unknown[] | undefined => {
  const list = holder[key] ?? (isObject(holder._embedded) ? holder._embedded[key] : undefined);
  return Array.isArray(list) ? list : undefined;
};

// Names become names of tables and of keys in JSON paths.
const NAME = /^[a-z][a-z0-9_]{0,63}$/i;

const bad = (message: string): ApiError => new ApiError(400, "bad-limetypes", message);

/**
 * Reads limetypes; `known` are those that relations may lead to, too. `newId` numbers the options that have no id.
 * What the sandbox can't hold (unknown types, relations that lead nowhere) is passed over and listed.
 */
export function readLimetypes(
  input: unknown,
  known: Limetypes,
  newId: () => number,
): { limetypes: Limetype[]; skipped: Skipped[] } {
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
  const skipped: Skipped[] = [];
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
        ? `it leads to the limetype "${property.relatedType}", which is not loaded`
        : "it is a relation and doesn't say to which limetype";
      skipped.push({ limetype: limetype.name, property: property.name, reason });
      return false;
    }),
  }));
  return { limetypes: connected, skipped };
}

function readLimetype(item: unknown, at: number, newId: () => number, skipped: Skipped[]): Limetype {
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

const textOf = (value: unknown, otherwise: string): string =>
  typeof value === "string" && value !== "" ? value : otherwise;

function readProperty(limetype: string, item: unknown, newId: () => number, skipped: Skipped[]): Property | undefined {
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

/** A limetype as the API answers it. */
export function limetypeJson(limetype: Limetype, api: string, withProperties: boolean): Json {
  const href = `${api}limetype/${limetype.name}/`;
  return {
    name: limetype.name,
    localname: limetype.localname,
    label: limetype.label,
    acl: limetype.acl,
    ...(withProperties && {
      _embedded: { properties: limetype.properties.map((property) => propertyJson(property, href, api)) },
    }),
    _links: {
      self: { href },
      limeobjects: { href: `${api}limeobject/${limetype.name}/` },
      properties: { href: `${href}?_embed=properties` },
    },
  };
}

function propertyJson(property: Property, limetypeHref: string, api: string): Json {
  const { name, localname, type, required, length, label, defaultvalue, options, relatedType, acl } = property;
  return {
    name,
    localname,
    type,
    required,
    ...(isText(property) && { length }),
    label,
    defaultvalue,
    ...((type === "option" || type === "set") && { options }),
    acl,
    _links: {
      limetype: { href: limetypeHref },
      ...(relatedType && { related_type: { href: `${api}limetype/${relatedType}/`, name: relatedType } }),
    },
  };
}
