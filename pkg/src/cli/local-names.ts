// Names of limetypes and properties in the customer's language, for display.

/** Local names by API name; undefined where the metadata has none. */
export interface LocalNames {
  limetype(name: string): string | undefined;
  property(limetype: string, name: string): string | undefined;
}

/** Reads the local names from a metadata document that the mapper has accepted. */
export function localNames(json: string | undefined): LocalNames {
  const document: unknown = json === undefined ? [] : JSON.parse(json.replace(/^\uFEFF/, ""));
  const list = Array.isArray(document) ? document : (embedded(document, "limetypes") ?? [document]);
  const limetypes = new Map(entries(list));
  const properties = (limetype: string) => new Map(entries(embedded(limetypes.get(limetype), "properties")));
  return {
    limetype: (name) => localName(limetypes.get(name)),
    property: (limetype, name) => localName(properties(limetype).get(name)),
  };
}

/** What stands at `key`, in the object itself or in its `_embedded`. */
function embedded(owner: unknown, key: string): unknown {
  return member(owner, key) ?? member(member(owner, "_embedded"), key);
}

/** Things by their names: of a list whose items have a `name`, or of an object. */
function entries(things: unknown): [string, unknown][] {
  if (Array.isArray(things)) return things.map((thing) => [String(member(thing, "name")), thing]);
  return typeof things === "object" && things !== null ? Object.entries(things) : [];
}

/** `localname`: a text, or an object with the singular. */
function localName(thing: unknown): string | undefined {
  const name = member(thing, "localname");
  const text = typeof name === "string" ? name : member(name, "singular");
  return typeof text === "string" && text !== "" ? text : undefined;
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
