// Lime CRM's metadata as the form needs it. Every form that the package reads (src/limetype.rs) is read here too; what is
// missing or odd is left out, for the package says what is wrong with it.

import type { Limetype, Property, PropertyOption, PropertyType } from "userlike-limeobject";
import { isObject } from "./path.ts";

/** Types of relations that are written from the other limetype. */
const REVERSE_RELATIONS: readonly string[] = ["hasone", "hasmany", "hasandbelongstomany"];

export function isReverseRelation(property: Property): boolean {
  return REVERSE_RELATIONS.includes(property.type);
}

export function isRelation(property: Property): boolean {
  return property.type === "belongsto" || isReverseRelation(property);
}

/** Returns the local name of a limetype or property. Default: its name. */
export function localName(of: { name: string; localname?: string | null }): string {
  return of.localname || of.name;
}

export class Limetypes {
  readonly #limetypes = new Map<string, Limetype>();

  constructor(text: string) {
    const root = parse(text);
    for (const item of listOf(root, "limetypes") ?? (isObject(root) ? [root] : [])) {
      const limetype = limetypeOf(item);
      if (limetype !== undefined) this.#limetypes.set(limetype.name, limetype);
    }
  }

  get all(): Limetype[] {
    return [...this.#limetypes.values()];
  }

  get(name: string): Limetype | undefined {
    return this.#limetypes.get(name);
  }

  property(limetype: string, name: string): Property | undefined {
    return this.get(limetype)?.properties.find((property) => property.name === name);
  }
}

function limetypeOf(item: unknown): Limetype | undefined {
  const name = text(item, "name");
  const properties = listOf(item, "properties");
  if (name === undefined || properties === undefined) return undefined;
  const read = properties.map((property) => propertyOf(property)).filter((property) => property !== undefined);
  return { name, localname: localnameOf(item) ?? null, properties: read };
}

function propertyOf(item: unknown): Property | undefined {
  const name = text(item, "name");
  const type = text(item, "type");
  if (name === undefined || type === undefined) return undefined;
  const length = get(item, "length");
  return {
    name,
    localname: localnameOf(item) ?? null,
    type: type as PropertyType,
    required: get(item, "required") === true,
    length: typeof length === "number" ? length : 0,
    options: (listOf(item, "options") ?? []).map(optionOf).filter((choice) => choice !== undefined),
    relatedType: text(item, "relatedType") ?? text(get(get(item, "_links"), "related_type"), "name") ?? null,
  };
}

function optionOf(item: unknown): PropertyOption | undefined {
  const key = get(item, "key");
  if (typeof key !== "string" && typeof key !== "number") return undefined;
  return { key: String(key), text: String(get(item, "text") ?? ""), inactive: get(item, "inactive") === true };
}

function localnameOf(item: unknown): string | undefined {
  return text(item, "localname") || text(get(item, "localname"), "singular") || undefined;
}

/** The list itself, or what stands at `key` in the object or in its `_embedded`; an object by name becomes a list. */
function listOf(value: unknown, key: string): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const found = get(value, key) ?? get(get(value, "_embedded"), key);
  if (Array.isArray(found)) return found;
  if (!isObject(found)) return undefined;
  return Object.entries(found).map(([name, item]) => (isObject(item) ? { ...item, name } : undefined));
}

function get(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function text(value: unknown, key: string): string | undefined {
  const found = get(value, key);
  return typeof found === "string" ? found : undefined;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
