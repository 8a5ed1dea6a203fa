// The query API: a filter as a tree, and a result in the form that the query describes.

import { ApiError } from "./api-error.ts";
import { condition, OPERATORS, type Operator, orderTerm } from "./conditions.ts";
import { PAGE, relatedRows, SYSTEM_VALUES, systemValue } from "./hal.ts";
import type { Json } from "./json.ts";
import { isRelation, type Limetype, propertyOf } from "./limetypes.ts";
import type { ObjectRow, ObjectStore, Sql } from "./object-store.ts";
import { parseFilterValue, type StoredValues, toJson } from "./values.ts";

const MAX_LIMIT = 1000;
const MAX_DEPTH = 8;
const MAX_CONDITIONS = 50;

const bad = (message: string): ApiError => new ApiError(400, "bad-query", message);
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The result of `GET api/v1/query/?q=`. @throws {ApiError} 400, 404 */
export function query(objects: ObjectStore, q: string | null): { objects: Json[] } {
  if (!q) throw bad("The parameter `q` is missing: send the query as JSON in it.");
  let json: unknown;
  try {
    json = JSON.parse(q);
  } catch {
    throw bad("The parameter `q` is not JSON.");
  }
  if (!isObject(json)) throw bad("The query has to be a JSON object.");
  const unknown = Object.keys(json).find(
    (key) => !["limetype", "responseFormat", "filter", "limit", "offset", "orderBy"].includes(key),
  );
  if (unknown !== undefined) throw bad(`The query has a key "${unknown.slice(0, 64)}", which is not known.`);
  if (typeof json.limetype !== "string") throw bad("The query needs a `limetype`.");
  const limetype = objects.limetype(json.limetype);
  const format = isObject(json.responseFormat) ? json.responseFormat.object : undefined;
  if (!isObject(format)) throw bad("The query needs a `responseFormat` with an `object`.");
  checkFormat(objects, limetype, format);
  const count = { conditions: 0 };
  const where = json.filter == null ? [] : [parseFilter(objects, limetype, json.filter, 1, count)];
  const rows = objects.select(limetype, {
    where,
    order: orderBy(objects, limetype, json.orderBy),
    limit: Math.min(whole(json, "limit", PAGE), MAX_LIMIT),
    offset: whole(json, "offset", 0),
  });
  return { objects: rows.map((row) => formatObject(objects, limetype, row, format)) };
}

function whole(json: Json, key: string, otherwise: number): number {
  const value = json[key] ?? otherwise;
  if (Number.isSafeInteger(value) && Number(value) >= 0) return Number(value);
  throw bad(`\`${key}\` has to be a whole number from 0.`);
}

function orderBy(objects: ObjectStore, limetype: Limetype, list: unknown): string[] {
  if (list == null) return [];
  if (!Array.isArray(list)) throw bad('`orderBy` has to be a list, as in [{ "_id": "ASC" }].');
  return list.flatMap((item: unknown) =>
    Object.entries(isObject(item) ? item : {}).map(([name, direction]) => {
      if (direction !== "ASC" && direction !== "DESC") throw bad(`\`orderBy\` knows "ASC" and "DESC".`);
      return orderTerm(objects, limetype, name, direction === "DESC");
    }),
  );
}

function parseFilter(
  objects: ObjectStore,
  limetype: Limetype,
  filter: unknown,
  depth: number,
  count: { conditions: number },
): Sql {
  count.conditions += 1;
  if (depth > MAX_DEPTH || count.conditions > MAX_CONDITIONS) {
    throw bad(`A filter has at most ${MAX_CONDITIONS} conditions, and is at most ${MAX_DEPTH} deep.`);
  }
  if (!isObject(filter)) throw bad("A filter has to be an object with `op` and `exp`.");
  const { key, op, exp } = filter;
  if (op === "AND" || op === "OR" || op === "NOT" || op === "!") {
    const conditions = (Array.isArray(exp) ? exp : [exp]).map((item: unknown) =>
      parseFilter(objects, limetype, item, depth + 1, count),
    );
    const bindings = conditions.flatMap((item) => item.bindings);
    const texts = conditions.map(({ text }) => text);
    if (texts.length === 0) throw bad(`\`${op}\` needs at least one condition in \`exp\`.`);
    if (op === "AND" || op === "OR") return { text: `(${texts.join(` ${op} `)})`, bindings };
    if (texts.length > 1) throw bad("`NOT` takes one condition in `exp`.");
    // In SQL a comparison with NULL is NULL, and so is NOT of it.
    return { text: `NOT ifnull(${texts[0]}, 0)`, bindings };
  }
  if (typeof key !== "string") throw bad("A condition needs a `key`, the name of a property.");
  const operator = [...OPERATORS, "IN" as const].find((known) => known === op);
  if (!operator) throw bad(`A condition has one of the \`op\`s ${OPERATORS.join(" ")} IN AND OR NOT.`);
  if (exp === undefined) throw bad("A condition needs an `exp`, the value to compare with.");
  if ((operator === "IN") !== Array.isArray(exp)) throw bad("`IN`, and only `IN`, takes a list in `exp`.");
  return comparison(objects, limetype, key, operator, exp);
}

const comparison = (objects: ObjectStore, limetype: Limetype, key: string, operator: Operator, exp: unknown): Sql =>
  condition(objects, limetype, key, operator, (property) =>
    Array.isArray(exp)
      ? exp.flatMap((item: unknown) => parseFilterValue(property, item))
      : parseFilterValue(property, exp),
  );

function checkFormat(objects: ObjectStore, limetype: Limetype, format: Json, depth = 1): void {
  for (const [name, inner] of Object.entries(format)) {
    if (SYSTEM_VALUES.includes(name)) continue;
    const property = propertyOf(limetype, name);
    if (!property) throw bad(`\`responseFormat\`: "${limetype.name}" has no property "${name.slice(0, 64)}".`);
    if (!isObject(inner)) continue;
    if (!isRelation(property) || depth >= 4) throw bad(`\`responseFormat\`: "${name}" can't be opened here.`);
    checkFormat(objects, objects.limetype(property.relatedType ?? ""), inner, depth + 1);
  }
}

function formatObject(objects: ObjectStore, limetype: Limetype, row: ObjectRow, format: Json): Json {
  const values = JSON.parse(row.data) as StoredValues;
  const pairs = Object.entries(format).map(([name, inner]): [string, unknown] => {
    const property = propertyOf(limetype, name);
    if (!property) return [name, systemValue(limetype, row, values, name)];
    const far = isRelation(property) && property.type !== "belongsto";
    if (!isObject(inner) && !far) return [name, toJson(property, values[name])];
    const { related, rows } = relatedRows(objects, limetype, row, property);
    const shown = rows.map((found) => (isObject(inner) ? formatObject(objects, related, found, inner) : found._id));
    return [name, property.type === "belongsto" || property.type === "hasone" ? (shown[0] ?? null) : shown];
  });
  return Object.fromEntries(pairs);
}
