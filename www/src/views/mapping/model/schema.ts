// What the configuration's JSON Schema says about a place: the keys that belong there, and the values that are given.

/** As much of JSON Schema as the package's schema uses. */
export interface Schema {
  $ref?: string;
  description?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  required?: string[];
  anyOf?: Schema[];
  allOf?: Schema[];
  oneOf?: Schema[];
  definitions?: Record<string, Schema>;
}

/** A key that an object can have. */
export interface Member {
  key: string;
  description: string;
  isRequired: boolean;
  /** What a value of it looks like before anything is in it: `""`, `{}`, `[]`, `false`; empty where that is open. */
  blank: string;
}

export class ConfigSchema {
  readonly #root: Schema;

  constructor(root: Schema) {
    this.#root = root;
  }

  /** The keys that an object at `steps` can have. */
  members(steps: readonly (string | number)[]): Member[] {
    const members = new Map<string, Member>();
    for (const schema of this.#at(steps)) {
      for (const [key, property] of Object.entries(schema.properties ?? {})) {
        if (members.has(key)) continue;
        const isRequired = schema.required?.includes(key) ?? false;
        members.set(key, { key, description: this.#description(property), isRequired, blank: this.#blank(property) });
      }
    }
    return [...members.values()];
  }

  /** The values that are given for the place at `steps`: those of an enumeration, or true and false. */
  values(steps: readonly (string | number)[]): { value: unknown; description: string }[] {
    return this.#at(steps).flatMap((schema) => {
      const description = schema.description ?? "";
      if (schema.const !== undefined) return [{ value: schema.const, description }];
      if (schema.enum !== undefined) return schema.enum.map((value) => ({ value, description }));
      return schema.type === "boolean" ? [true, false].map((value) => ({ value, description })) : [];
    });
  }

  #at(steps: readonly (string | number)[]): Schema[] {
    let schemas = this.#alternatives(this.#root);
    for (const step of steps) {
      const next = schemas.flatMap((schema) => inner(schema, step) ?? []);
      schemas = next.flatMap((schema) => this.#alternatives(schema));
    }
    return schemas;
  }

  /** The schema itself with its reference followed, and what it is one or all of. */
  #alternatives(schema: Schema): Schema[] {
    const own = this.#follow(schema);
    const more = [...(own.anyOf ?? []), ...(own.allOf ?? []), ...(own.oneOf ?? [])];
    return [own, ...more.flatMap((alternative) => this.#alternatives(alternative))];
  }

  #follow(schema: Schema): Schema {
    const name = schema.$ref?.replace("#/definitions/", "");
    return name === undefined ? schema : (this.#root.definitions?.[name] ?? {});
  }

  #description(schema: Schema): string {
    return schema.description ?? this.#follow(schema).description ?? "";
  }

  #blank(schema: Schema): string {
    const types = this.#alternatives(schema).flatMap(({ type }) => type ?? []);
    const blanks: Record<string, string> = { object: "{}", string: '""', boolean: "true", array: "[]" };
    // A place for constants of any kind is left open.
    if (types.includes("number") && types.includes("string")) return "";
    return Object.entries(blanks).find(([type]) => types.includes(type))?.[1] ?? "";
  }
}

function inner(schema: Schema, step: string | number): Schema | undefined {
  if (typeof step === "number") return schema.items;
  if (schema.properties && Object.hasOwn(schema.properties, step)) return schema.properties[step];
  return typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
}
