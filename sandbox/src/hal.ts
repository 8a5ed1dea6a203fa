// Limeobjects as the limeobject API returns them: HAL.

import { ApiError } from "./api-error.ts";
import type { Json } from "./json.ts";
import { belongstoOf, isInverse, isRelation, type Limetype, type Property, propertyOf } from "./limetypes.ts";
import { API_USER, type ObjectRow, type ObjectSelection, type ObjectStore } from "./object-store.ts";
import { withOffset } from "./times.ts";
import { type StoredValues, toJson } from "./values.ts";

/** Maximum number of objects per response. */
export const PAGE = 50;

export function halResponse(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/hal+json", ...headers },
  });
}

/** The text by which people recognize an object: its name or title or, without one, its first text or number. */
export function descriptive(limetype: Limetype, values: StoredValues): string {
  const text = (name: string): string => {
    const value = values[name];
    return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  };
  const first = limetype.properties.find(
    ({ type, name }) => (type === "string" || type === "integer") && text(name) !== "",
  );
  const whole = text("name") || text("title") || `${text("firstname")} ${text("lastname")}`.trim();
  return whole || (first ? text(first.name) : "");
}

/** Names of the values that every object has. */
export const SYSTEM_VALUES = ["_id", "_timestamp", "_descriptive", "_createdtime", "_createduser", "_updateduser"];

export function systemValue(limetype: Limetype, row: ObjectRow, values: StoredValues, name: string): unknown {
  switch (name) {
    case "_id":
      return row._id;
    case "_timestamp":
      return withOffset(row.updated);
    case "_createdtime":
      return withOffset(row.created);
    case "_descriptive":
      return descriptive(limetype, values);
    default:
      return API_USER;
  }
}

export function relationOf(limetype: Limetype, name: string): Property {
  const property = propertyOf(limetype, name);
  if (property && isRelation(property)) return property;
  throw new ApiError(
    404,
    "relation-not-found",
    `The limetype "${limetype.name}" has no relation "${name.slice(0, 64)}".`,
  );
}

/** The related objects. */
export function relatedRows(
  objects: ObjectStore,
  limetype: Limetype,
  row: ObjectRow,
  property: Property,
  { order, limit }: ObjectSelection = { limit: PAGE },
): { related: Limetype; rows: ObjectRow[] } {
  const related = objects.limetype(property.relatedType ?? "");
  if (property.type === "belongsto") {
    const id = (JSON.parse(row.data) as StoredValues)[property.name];
    const found = typeof id === "number" ? objects.get(related, id) : undefined;
    return { related, rows: found ? [found] : [] };
  }
  const near = belongstoOf(objects.limetypes, limetype, property);
  if (!near) return { related, rows: [] };
  const where = [{ text: `${objects.column(related, near)} = ?`, bindings: [row._id] }];
  return {
    related,
    rows: objects.select(related, property.type === "hasone" ? { where, limit: 1 } : { where, order, limit }),
  };
}

/** One object, with the related objects of the relations `embed`. */
export function halObject(
  objects: ObjectStore,
  limetype: Limetype,
  row: ObjectRow,
  api: string,
  embed: readonly string[] = [],
): Json {
  const values = JSON.parse(row.data) as StoredValues;
  const href = `${api}limeobject/${limetype.name}/${row._id}/`;
  const near = limetype.properties.filter((property) => !isInverse(property) && property.acl.read);
  const links = limetype.properties
    .filter(isRelation)
    .map(({ name }): [string, unknown] => [`relation_${name}`, { href: `${href}${name}/` }]);
  const embedded = embed.map((name): [string, unknown] => {
    const property = relationOf(limetype, name);
    const { related, rows } = relatedRows(objects, limetype, row, property);
    const shown = rows.map((found) => halObject(objects, related, found, api));
    return [
      `relation_${name}`,
      property.type === "belongsto" || property.type === "hasone" ? (shown[0] ?? null) : shown,
    ];
  });
  return {
    ...Object.fromEntries(near.map((property) => [property.name, toJson(property, values[property.name])])),
    ...Object.fromEntries(SYSTEM_VALUES.map((name) => [name, systemValue(limetype, row, values, name)])),
    ...(embedded.length > 0 && { _embedded: Object.fromEntries(embedded) }),
    _links: { self: { href }, ...Object.fromEntries(links) },
  };
}
