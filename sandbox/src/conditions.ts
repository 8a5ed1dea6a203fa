// Conditions on objects, as SQL: shared by the filters of the limeobject API and by the query API.

import { ApiError } from "./api-error.ts";
import type { SqlValue } from "./database.ts";
import { belongstoOf, isInverse, isRelation, type Limetype, type Property, propertyOf } from "./limetypes.ts";
import { API_USER, type ObjectStore, type Sql, tableOf } from "./object-store.ts";
import type { StoredValue } from "./values.ts";

export const OPERATORS = ["=", "!=", "<", "<=", ">", ">="] as const;
export type Operator = (typeof OPERATORS)[number] | "IN";

const system = (name: string, type: "integer" | "time", column: string): [string, Property & { column: string }] => [
  name,
  {
    ...{ name, type, column, localname: name, required: false, length: 0, label: 0, defaultvalue: null, options: [] },
    unique: false,
    acl: { create: false, read: true, update: false },
  },
];
const SYSTEM = new Map([
  system("_id", "integer", "_id"),
  system("_createdtime", "time", "created"),
  system("_timestamp", "time", "updated"),
  system("_createduser", "integer", `${API_USER}`),
  system("_updateduser", "integer", `${API_USER}`),
]);

/** A property to filter or sort by: of the limetype, or one that every object has. @throws {ApiError} 400 */
export function findProperty(limetype: Limetype, name: string): Property {
  const property = SYSTEM.get(name) ?? propertyOf(limetype, name);
  if (property) return property;
  const message = `The limetype "${limetype.name}" has no property "${name.slice(0, 64)}".`;
  throw new ApiError(400, "unknown-property", message);
}

/** The SQL to sort objects by a property. @throws {ApiError} 400 */
export function orderTerm(objects: ObjectStore, limetype: Limetype, name: string, descending: boolean): string {
  const property = findProperty(limetype, name);
  if (isInverse(property) || property.type === "set") {
    throw new ApiError(400, "bad-sort", `Objects can't be sorted by "${name}": it is a ${property.type}.`);
  }
  return `${columnOf(objects, limetype, property)} ${descending ? "DESC" : "ASC"}`;
}

const columnOf = (objects: ObjectStore, limetype: Limetype, property: Property): string =>
  SYSTEM.get(property.name)?.column ?? objects.column(limetype, property);

/**
 * The SQL condition that compares a property, or the property of a related object ("company.name"), with a value. `parse`
 * returns the value for the property at the end of the path; a list for IN.
 *
 * @throws {ApiError} 400
 */
export function condition(
  objects: ObjectStore,
  limetype: Limetype,
  path: string,
  operator: Operator,
  parse: (property: Property) => StoredValue | StoredValue[],
): Sql {
  const dot = path.indexOf(".");
  const property = findProperty(limetype, dot < 0 ? path : path.slice(0, dot));
  // An inverse relation is compared by the ids of the related objects.
  const rest = dot < 0 ? (isInverse(property) ? "_id" : undefined) : path.slice(dot + 1);
  if (rest === undefined) return comparison(objects, limetype, property, operator, parse(property));
  if (!isRelation(property) || path.split(".").length > 6) {
    throw new ApiError(400, "bad-path", `"${path.slice(0, 128)}" is no path over relations to a property.`);
  }
  const related = objects.limetype(property.relatedType ?? "");
  const inner = condition(objects, related, rest, operator, parse);
  if (property.type === "belongsto") {
    const column = columnOf(objects, limetype, property);
    return { ...inner, text: `${column} IN (SELECT _id FROM ${tableOf(related)} WHERE ${inner.text})` };
  }
  const near = belongstoOf(objects.limetypes, limetype, property);
  if (!near) return { text: "0", bindings: [] };
  const column = columnOf(objects, related, near);
  return { ...inner, text: `_id IN (SELECT ${column} FROM ${tableOf(related)} WHERE ${inner.text})` };
}

const bound = (value: StoredValue): SqlValue =>
  typeof value === "boolean"
    ? Number(value)
    : Array.isArray(value)
      ? JSON.stringify(value)
      : (value as string | number);

function comparison(
  objects: ObjectStore,
  limetype: Limetype,
  property: Property,
  operator: Operator,
  value: StoredValue | StoredValue[],
): Sql {
  const column = columnOf(objects, limetype, property);
  if (property.type === "set") return inSet(column, property, operator, value);
  if (operator === "IN") {
    const list = (Array.isArray(value) ? value : [value]).map(bound);
    return { text: `${column} IN (SELECT value FROM json_each(?))`, bindings: [JSON.stringify(list)] };
  }
  const single = value as StoredValue;
  if (single === null) {
    if (operator !== "=" && operator !== "!=") {
      throw new ApiError(400, "bad-filter", `"${property.name}" ${operator} nothing can't be compared.`);
    }
    return { text: `${column} IS ${operator === "=" ? "" : "NOT "}NULL`, bindings: [] };
  }
  return { text: `${column} ${operator === "!=" ? "IS NOT" : operator} ?`, bindings: [bound(single)] };
}

/** A set matches if it contains the option. */
function inSet(column: string, { name }: Property, operator: Operator, value: StoredValue | StoredValue[]): Sql {
  if (operator !== "=" && operator !== "!=" && operator !== "IN") {
    throw new ApiError(400, "bad-filter", `"${name}" is a set: ask for = or != one of its options, or IN several.`);
  }
  const keys = (Array.isArray(value) ? value : [value]).flat();
  const not = operator === "!=" ? "NOT " : "";
  if (keys.length === 0 || (keys.length === 1 && keys[0] === "")) {
    return { text: `${not}(json_array_length(${column}) IS NULL OR json_array_length(${column}) = 0)`, bindings: [] };
  }
  const text = `${not}EXISTS (SELECT 1 FROM json_each(${column}) AS had WHERE had.value IN (SELECT value FROM json_each(?)))`;
  return { text, bindings: [JSON.stringify(keys)] };
}
