// The values of an object: checked as they come in, as strictly as Lime CRM's documentation says; stored; answered.
//
// Stored: texts, numbers, yes/no and ids as they are, null for nothing (a text: ""), a time in UTC, a day as text, an
// option as its key ("" for none), a set as the list of its keys.

import { ApiError, type PropertyError } from "./api-error.ts";
import { type Choice, isFarEnd, isText, type Limetype, type Property, propertyOf } from "./limetypes.ts";
import { parseDate, parseTime, withOffset } from "./times.ts";

export type Stored = string | number | boolean | null | readonly string[];
export type StoredValues = Record<string, Stored>;

/** What a value may point at. */
export interface Existing {
  hasObject(limetype: string, id: number): boolean;
  hasFile(id: number): boolean;
  hasUser(id: number): boolean;
}

/** Why a value can't be stored: a code, and a clause that follows the property's name. */
class Bad extends Error {
  readonly code: string;

  constructor(code: string, clause: string) {
    super(clause);
    this.code = code;
  }
}

/** What a property holds that was never written. */
export function nothing(property: Property): Stored {
  if (isText(property) || property.type === "option") return "";
  return property.type === "set" ? [] : null;
}

const isNothing = (value: Stored): boolean => value === null || value === "" || (Array.isArray(value) && !value.length);

/** The values to store, of a JSON body; all that is wrong with them is refused at once. */
export function checkValues(limetype: Limetype, body: unknown, creating: boolean, existing: Existing): StoredValues {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new ApiError(400, "not-an-object", "The body has to be a JSON object of properties and their values.");
  }
  const complaints: PropertyError[] = [];
  const values: StoredValues = {};
  const complain = (property: string, code: string, clause: string): void => {
    complaints.push({ property, code, message: `The property "${property}" of "${limetype.name}" ${clause}.` });
  };
  for (const [name, value] of Object.entries(body)) {
    const property = propertyOf(limetype, name);
    if (!property) {
      complain(name.slice(0, 64), "unknown-property", "doesn't exist");
      continue;
    }
    try {
      allowed(property, creating);
      const stored = storable(property, value, existing);
      if (property.required && isNothing(stored)) throw new Bad("missing-required", "is required and can't be empty");
      values[name] = stored;
    } catch (error) {
      if (!(error instanceof Bad)) throw error;
      complain(name, error.code, error.message);
    }
  }
  if (creating) {
    for (const { name } of limetype.properties.filter((property) => property.required && !isFarEnd(property))) {
      if (!Object.hasOwn(body, name)) complain(name, "missing-required", "is required, and no value was sent");
    }
  }
  if (complaints.length > 0) throw ApiError.ofValues(complaints);
  return values;
}

function allowed(property: Property, creating: boolean): void {
  if (isFarEnd(property)) {
    const where =
      property.type === "hasandbelongstomany" ? "" : `; write the property of "${property.relatedType}" instead`;
    throw new Bad("read-only", `is a ${property.type} relation and can't be written${where}`);
  }
  if (!(creating ? property.acl.create : property.acl.update)) {
    throw new Bad("read-only", `can't be written: this user may not ${creating ? "set" : "change"} it`);
  }
}

const kindOf = (value: unknown): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return { string: "a text", number: "a number", boolean: "a yes/no value" }[typeof value as string] ?? "an object";
};

function wrong(value: unknown, expected: string): Bad {
  return new Bad("wrong-type", `has to be ${expected}, not ${kindOf(value)}`);
}

/** Checks a value and brings it into its stored form. */
function storable(property: Property, value: unknown, existing: Existing): Stored {
  if (isText(property)) return storableText(property, value);
  if (value === null) return nothing(property);
  switch (property.type) {
    case "integer":
      return integer(value, "a whole number");
    case "decimal":
    case "percent":
      if (typeof value !== "number" || !Number.isFinite(value)) throw wrong(value, "a number");
      return value;
    case "yesno":
      if (typeof value !== "boolean") throw wrong(value, "true or false");
      return value;
    case "time":
      return parsed(value, parseTime, 'a time with an offset, as in "2024-02-22T15:48:45Z"');
    case "date":
    case "year":
    case "quarter":
    case "month":
      return firstDay(property, parsed(value, parseDate, 'a day, as in "2024-02-22"'));
    case "option":
      return optionKey(property, value);
    case "set":
      if (!Array.isArray(value)) throw wrong(value, 'a list of options, as in [{ "key": "..." }]');
      return [...new Set(value.map((item: unknown) => optionKey(property, item)))];
    case "belongsto": {
      const id = integer(value, "the id of an object");
      if (existing.hasObject(property.relatedType ?? "", id)) return id;
      throw new Bad("bad-relation", `leads to the "${property.relatedType}" ${id}, which doesn't exist`);
    }
    case "file": {
      const id = integer(value, "the id of a file");
      if (existing.hasFile(id)) return id;
      throw new Bad("bad-file", `names the file ${id}, which doesn't exist`);
    }
    case "user": {
      const id = integer(value, "the id of a user");
      if (existing.hasUser(id)) return id;
      throw new Bad("bad-user", `names the user ${id}, who doesn't exist`);
    }
    default:
      throw new Bad("read-only", "can't be written");
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a text can't hold
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/;
const LINE_BREAKS = /[\n\r\u2028\u2029]/;

function storableText(property: Property, value: unknown): string {
  if (value === null) throw new Bad("null-text", 'can\'t be null: a text that holds nothing is written as ""');
  if (typeof value !== "string") throw wrong(value, "a text");
  if (!value.isWellFormed() || CONTROLS.test(value)) {
    throw new Bad("bad-text", "has a character that a text can't hold: a control character or half a surrogate pair");
  }
  if (property.type !== "text" && property.type !== "xml" && LINE_BREAKS.test(value)) {
    throw new Bad("bad-text", "holds one line, and the text has a line break");
  }
  if (property.length > 0 && value.length > property.length) {
    throw new Bad("too-long", `holds ${property.length} characters, and the text has ${value.length}`);
  }
  return value;
}

function integer(value: unknown, expected: string): number {
  if (typeof value !== "number") throw wrong(value, expected);
  if (!Number.isSafeInteger(value)) throw new Bad("wrong-type", `has to be ${expected}, and ${value} is none`);
  return value;
}

function parsed(value: unknown, parse: (text: string) => string | undefined, expected: string): string {
  if (typeof value !== "string") throw wrong(value, expected);
  const result = parse(value);
  if (result === undefined) throw new Bad("wrong-type", `has to be ${expected}`);
  return result;
}

/** A year, quarter or month is kept as its first day. */
function firstDay({ type }: Property, day: string): string {
  const month = Number(day.slice(5, 7));
  if (type === "year") return `${day.slice(0, 4)}-01-01`;
  if (type === "quarter") return `${day.slice(0, 4)}-${String(month - ((month - 1) % 3)).padStart(2, "0")}-01`;
  return type === "month" ? `${day.slice(0, 7)}-01` : day;
}

function optionKey(property: Property, value: unknown): string {
  const key = typeof value === "object" && value !== null && "key" in value ? value.key : undefined;
  if (typeof key !== "string") throw wrong(value, 'an option, as in { "key": "..." }');
  const choice = choiceOf(property, key);
  const named = JSON.stringify(key.slice(0, 64));
  if (!choice) {
    const known = property.options.filter(({ inactive }) => !inactive).map((option) => JSON.stringify(option.key));
    throw new Bad("unknown-option", `has no option ${named}; its options are ${known.slice(0, 30).join(", ")}`);
  }
  if (choice.inactive) throw new Bad("inactive-option", `can't be given the option ${named}: it is out of use`);
  return key;
}

const choiceOf = (property: Property, key: unknown): Choice | undefined =>
  property.options.find((choice) => choice.key === key);

/** A stored value as the API answers it. */
export function answered(property: Property, value: Stored | undefined): unknown {
  const stored = value ?? nothing(property);
  const shown = (key: unknown): Pick<Choice, "id" | "key" | "text"> | null => {
    const choice = choiceOf(property, key);
    return choice ? { id: choice.id, key: choice.key, text: choice.text } : null;
  };
  if (property.type === "option") return shown(stored);
  if (property.type === "set")
    return Array.isArray(stored) ? stored.map(shown).filter((choice) => choice !== null) : [];
  return property.type === "time" && typeof stored === "string" ? withOffset(stored) : stored;
}

/** The value that a filter compares with, of a text in a URL. */
export function valueOfText(property: Property, text: string): Stored {
  if (isText(property) || property.type === "option" || property.type === "set") return comparable(property, text);
  if (text === "" || text === "null") return null;
  if (property.type === "yesno") return comparable(property, { true: true, "1": true, false: false, "0": false }[text]);
  const isNumber = ["integer", "decimal", "percent", "user", "file", "belongsto"].includes(property.type);
  return comparable(property, isNumber ? (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined) : text);
}

/** The value that a filter compares with, of JSON. An object needn't exist to be asked for. */
export function comparable(property: Property, value: unknown): Stored {
  if (value === null) return nothing(property);
  const everything: Existing = { hasObject: () => true, hasFile: () => true, hasUser: () => true };
  try {
    if (isText(property)) {
      if (typeof value !== "string") throw wrong(value, "a text");
      return value;
    }
    if (property.type === "option" || property.type === "set") {
      const key = typeof value === "object" && value !== null && "key" in value ? value.key : value;
      const choice = choiceOf(property, key);
      if (choice) return choice.key;
      if (key === "") return "";
      throw new Bad("unknown-option", `has no option ${JSON.stringify(key ?? null).slice(0, 64)}`);
    }
    if (value === undefined) throw new Bad("bad-filter", `is a ${property.type}, and the filter's value is none`);
    return storable(property, value, everything);
  } catch (error) {
    if (!(error instanceof Bad)) throw error;
    throw new ApiError(400, error.code, `The property "${property.name}" ${error.message}.`);
  }
}
