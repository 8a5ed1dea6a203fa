// What Lime CRM's metadata calls things, to show the names that people know. Every form that the package reads is read here
// too; what is missing or odd is left out, for the package says what is wrong with it.

export interface PropertyName {
  local: string | undefined;
  type: string | undefined;
  required: boolean;
  /** Texts of its options, by key. */
  options: ReadonlyMap<string, string>;
}

export class LimetypeNames {
  readonly #limetypes = new Map<string, string>();
  readonly #properties = new Map<string, PropertyName>();

  constructor(text: string) {
    const root = parse(text);
    const limetypes = Array.isArray(root) ? root : (embedded(root, "limetypes") ?? [root]);
    for (const [, limetype] of entries(limetypes)) {
      const name = words(get(limetype, "name"));
      if (name === undefined) continue;
      const local = localname(limetype);
      if (local !== undefined) this.#limetypes.set(name, local);
      for (const [key, property] of entries(embedded(limetype, "properties"))) {
        this.#properties.set(`${name}.${words(get(property, "name")) ?? key}`, {
          local: localname(property),
          type: words(get(property, "type")),
          required: get(property, "required") === true,
          options: optionTexts(get(property, "options")),
        });
      }
    }
  }

  limetype(name: string): string | undefined {
    return this.#limetypes.get(name);
  }

  property(limetype: string, name: string): PropertyName | undefined {
    return this.#properties.get(`${limetype}.${name}`);
  }
}

function optionTexts(options: unknown): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [, option] of entries(options)) {
    const text = words(get(option, "text"));
    if (text !== undefined) texts.set(String(get(option, "key")), text);
  }
  return texts;
}

function localname(of: unknown): string | undefined {
  const local = get(of, "localname");
  return words(local) ?? words(get(local, "singular"));
}

/** What stands at `key`, in the object itself or in its `_embedded`. */
function embedded(object: unknown, key: string): unknown {
  return get(object, key) ?? get(get(object, "_embedded"), key);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function get(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

function words(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
