// The values of an object: validated on input, as strictly as Lime CRM's documentation; stored; returned.
//
// Stored: texts, numbers, yes/no and ids unchanged, no value as null (a text: ""), a time in UTC, a day as text, an option
// as its key ("" for none), a set as the list of its keys.

import { ApiError, type PropertyError } from "./api-error.ts";
import { isInverse, isText, type Limetype, type Property, type PropertyOption, propertyOf } from "./limetypes.ts";
import { parseDate, parseTime, withOffset } from "./times.ts";

export type StoredValue = string | number | boolean | null | readonly string[];
export type StoredValues = Record<string, StoredValue>;

/** Checks whether the target of a value exists. */
export interface References {
  hasObject(limetype: string, id: number): boolean;
  hasFile(id: number): boolean;
  hasUser(id: number): boolean;
}

/** A value that cannot be stored: a code, and a clause that follows the property's name. */
class InvalidValue extends Error {
  readonly code: string;

  constructor(code: string, clause: string) {
    super(clause);
    this.code = code;
  }
}

/** The value of a property that was never written. */
export function emptyValue(property: Property): StoredValue {
  if (isText(property) || property.type === "option") return "";
  return property.type === "set" ? [] : null;
}

const isEmpty = (value: StoredValue): boolean =>
  value === null || value === "" || (Array.isArray(value) && !value.length);

/** Parses the values of a JSON body. @throws {ApiError} 400 with all errors */
export function parseValues(
  limetype: Limetype,
  body: unknown,
  creating: boolean,
  references: References,
): StoredValues {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new ApiError(400, "not-an-object", "The body has to be a JSON object of properties and their values.");
  }
  const errors: PropertyError[] = [];
  const values: StoredValues = {};
  const addError = (property: string, code: string, clause: string): void => {
    errors.push({ property, code, message: `The property "${property}" of "${limetype.name}" ${clause}.` });
  };
  for (const [name, value] of Object.entries(body)) {
    const property = propertyOf(limetype, name);
    if (!property) {
      addError(name.slice(0, 64), "unknown-property", "doesn't exist");
      continue;
    }
    try {
      requireWritable(property, creating);
      const stored = parseValue(property, value, references);
      if (property.required && isEmpty(stored))
        throw new InvalidValue("missing-required", "is required and can't be empty");
      values[name] = stored;
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      addError(name, error.code, error.message);
    }
  }
  if (creating) {
    for (const property of limetype.properties) {
      if (isInverse(property) || Object.hasOwn(body, property.name)) continue;
      const filledIn = defaultOf(property, references);
      if (!isEmpty(filledIn)) values[property.name] = filledIn;
      else if (property.required) addError(property.name, "missing-required", "is required, and no value was sent");
    }
  }
  if (errors.length > 0) throw ApiError.ofValues(errors);
  return values;
}

/** The default that a new object gets where no value was sent; null when there is none that the property can have. */
function defaultOf(property: Property, references: References): StoredValue {
  const { defaultvalue: value } = property;
  if (value === null) return null;
  try {
    // An option is described by more than its key.
    const isOption = typeof value === "object" && "key" in value;
    return parseValue(property, isOption ? { key: value.key } : value, references);
  } catch (error) {
    if (error instanceof InvalidValue) return null;
    throw error;
  }
}

function requireWritable(property: Property, creating: boolean): void {
  if (isInverse(property)) {
    const where =
      property.type === "hasandbelongstomany" ? "" : `; write the property of "${property.relatedType}" instead`;
    throw new InvalidValue("read-only", `is a ${property.type} relation and can't be written${where}`);
  }
  if (!(creating ? property.acl.create : property.acl.update)) {
    throw new InvalidValue("read-only", `can't be written: this user may not ${creating ? "set" : "change"} it`);
  }
}

const typeName = (value: unknown): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return { string: "a text", number: "a number", boolean: "a yes/no value" }[typeof value as string] ?? "an object";
};

function wrongType(value: unknown, expected: string): InvalidValue {
  return new InvalidValue("wrong-type", `has to be ${expected}, not ${typeName(value)}`);
}

/** Validates a value and returns its stored form. @throws {InvalidValue} */
function parseValue(property: Property, value: unknown, references: References): StoredValue {
  if (isText(property)) return parseText(property, value);
  if (value === null) return emptyValue(property);
  switch (property.type) {
    case "integer":
      return integer(value, "a whole number");
    case "decimal":
    case "percent":
      if (typeof value !== "number" || !Number.isFinite(value)) throw wrongType(value, "a number");
      return value;
    case "yesno":
      if (typeof value !== "boolean") throw wrongType(value, "true or false");
      return value;
    case "time":
      return parseWith(value, parseTime, 'a time with an offset, as in "2024-02-22T15:48:45Z"');
    case "date":
    case "year":
    case "quarter":
    case "month":
      return firstDay(property, parseWith(value, parseDate, 'a day, as in "2024-02-22"'));
    case "option":
      return optionKey(property, value);
    case "set":
      if (!Array.isArray(value)) throw wrongType(value, 'a list of options, as in [{ "key": "..." }]');
      return [...new Set(value.map((item: unknown) => optionKey(property, item)))];
    case "belongsto": {
      const id = integer(value, "the id of an object");
      if (references.hasObject(property.relatedType ?? "", id)) return id;
      throw new InvalidValue("bad-relation", `leads to the "${property.relatedType}" ${id}, which doesn't exist`);
    }
    case "file": {
      const id = integer(value, "the id of a file");
      if (references.hasFile(id)) return id;
      throw new InvalidValue("bad-file", `names the file ${id}, which doesn't exist`);
    }
    case "user": {
      const id = integer(value, "the id of a user");
      if (references.hasUser(id)) return id;
      throw new InvalidValue("bad-user", `names the user ${id}, who doesn't exist`);
    }
    default:
      throw new InvalidValue("read-only", "can't be written");
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that a text cannot contain
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/;
const LINE_BREAKS = /[\n\r\u2028\u2029]/;

function parseText(property: Property, value: unknown): string {
  if (value === null) throw new InvalidValue("null-text", 'can\'t be null: a text that holds nothing is written as ""');
  if (typeof value !== "string") throw wrongType(value, "a text");
  if (!value.isWellFormed() || CONTROLS.test(value)) {
    throw new InvalidValue(
      "bad-text",
      "has a character that a text can't hold: a control character or half a surrogate pair",
    );
  }
  if (property.type !== "text" && property.type !== "xml" && LINE_BREAKS.test(value)) {
    throw new InvalidValue("bad-text", "holds one line, and the text has a line break");
  }
  if (property.length > 0 && value.length > property.length) {
    throw new InvalidValue("too-long", `holds ${property.length} characters, and the text has ${value.length}`);
  }
  return value;
}

function integer(value: unknown, expected: string): number {
  if (typeof value !== "number") throw wrongType(value, expected);
  if (!Number.isSafeInteger(value)) throw new InvalidValue("wrong-type", `has to be ${expected}, not ${value}`);
  return value;
}

function parseWith(value: unknown, parse: (text: string) => string | undefined, expected: string): string {
  if (typeof value !== "string") throw wrongType(value, expected);
  const result = parse(value);
  if (result === undefined) throw new InvalidValue("wrong-type", `has to be ${expected}`);
  return result;
}

/** Returns the first day of a year, quarter or month. */
function firstDay({ type }: Property, day: string): string {
  const month = Number(day.slice(5, 7));
  if (type === "year") return `${day.slice(0, 4)}-01-01`;
  if (type === "quarter") return `${day.slice(0, 4)}-${String(month - ((month - 1) % 3)).padStart(2, "0")}-01`;
  return type === "month" ? `${day.slice(0, 7)}-01` : day;
}

function optionKey(property: Property, value: unknown): string {
  const key = typeof value === "object" && value !== null && "key" in value ? value.key : undefined;
  if (typeof key !== "string") throw wrongType(value, 'an option, as in { "key": "..." }');
  const option = optionOf(property, key);
  const named = JSON.stringify(key.slice(0, 64));
  if (!option) {
    const known = property.options.filter(({ inactive }) => !inactive).map((option) => JSON.stringify(option.key));
    throw new InvalidValue(
      "unknown-option",
      `has no option ${named}; its options are ${known.slice(0, 30).join(", ")}`,
    );
  }
  if (option.inactive)
    throw new InvalidValue("inactive-option", `can't be given the option ${named}: it is out of use`);
  return key;
}

const optionOf = (property: Property, key: unknown): PropertyOption | undefined =>
  property.options.find((option) => option.key === key);

/** A stored value as the API returns it. */
export function toJson(property: Property, value: StoredValue | undefined): unknown {
  const stored = value ?? emptyValue(property);
  const shown = (key: unknown): Pick<PropertyOption, "id" | "key" | "text"> | null => {
    const option = optionOf(property, key);
    return option ? { id: option.id, key: option.key, text: option.text } : null;
  };
  if (property.type === "option") return shown(stored);
  if (property.type === "set")
    return Array.isArray(stored) ? stored.map(shown).filter((option) => option !== null) : [];
  return property.type === "time" && typeof stored === "string" ? withOffset(stored) : stored;
}

/** Parses the value of a filter in a URL. */
export function parseFilterText(property: Property, text: string): StoredValue {
  if (isText(property) || property.type === "option" || property.type === "set")
    return parseFilterValue(property, text);
  if (text === "" || text === "null") return null;
  if (property.type === "yesno")
    return parseFilterValue(property, { true: true, "1": true, false: false, "0": false }[text]);
  const isNumber = ["integer", "decimal", "percent", "user", "file", "belongsto"].includes(property.type);
  return parseFilterValue(property, isNumber ? (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined) : text);
}

/** Parses the value of a filter in JSON. The target of an id need not exist. */
export function parseFilterValue(property: Property, value: unknown): StoredValue {
  if (value === null) return emptyValue(property);
  const anyTarget: References = { hasObject: () => true, hasFile: () => true, hasUser: () => true };
  try {
    if (isText(property)) {
      if (typeof value !== "string") throw wrongType(value, "a text");
      return value;
    }
    if (property.type === "option" || property.type === "set") {
      const key = typeof value === "object" && value !== null && "key" in value ? value.key : value;
      const option = optionOf(property, key);
      if (option) return option.key;
      if (key === "") return "";
      throw new InvalidValue("unknown-option", `has no option ${JSON.stringify(key ?? null).slice(0, 64)}`);
    }
    if (value === undefined)
      throw new InvalidValue("bad-filter", `is a ${property.type}; the value of the filter is missing`);
    return parseValue(property, value, anyTarget);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new ApiError(400, error.code, `The property "${property.name}" ${error.message}.`);
  }
}
