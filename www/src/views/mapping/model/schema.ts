// Queries the configuration's JSON Schema: keys and values that are allowed at a path.

/** The subset of JSON Schema that the package's schema uses. */
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

/** A key of an object. */
export interface Member {
  key: string;
  description: string;
  isRequired: boolean;
  /** Initial value: `""`, `{}`, `[]`, `true`; empty when several types are allowed. */
  blank: string;
}

export class ConfigSchema {
  readonly #root: Schema;

  constructor(root: Schema) {
    this.#root = root;
  }

  /** Returns the keys allowed in the object at `steps`. */
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

  /** Returns the enumerated values at `steps`, or true and false. */
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

  /** Returns the schema with its reference resolved, and all its alternatives. */
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
    // Constants may have any type.
    if (types.includes("number") && types.includes("string")) return "";
    return Object.entries(blanks).find(([type]) => types.includes(type))?.[1] ?? "";
  }
}

function inner(schema: Schema, step: string | number): Schema | undefined {
  if (typeof step === "number") return schema.items;
  if (schema.properties && Object.hasOwn(schema.properties, step)) return schema.properties[step];
  return typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
}
