// Metadata: limetypes and their properties.

export const PROPERTY_TYPES = [
  ...(["string", "text", "phone", "link", "xml"] as const),
  ...(["integer", "decimal", "percent", "yesno", "time", "date", "year", "quarter", "month"] as const),
  ...(["option", "set", "user", "file", "belongsto", "hasone", "hasmany", "hasandbelongstomany"] as const),
];

export type PropertyType = (typeof PROPERTY_TYPES)[number];

export interface PropertyOption {
  readonly id: number;
  readonly key: string;
  readonly text: string;
  readonly inactive: boolean;
  readonly order: number;
}

export interface Property {
  readonly name: string;
  readonly localname: string;
  readonly type: PropertyType;
  readonly required: boolean;
  /** Whether two objects cannot have the same value. Lime CRM's metadata does not say it. */
  readonly unique: boolean;
  /** Maximum number of UTF-16 code units of a text; 0 for unlimited. */
  readonly length: number;
  readonly label: number;
  readonly defaultvalue: unknown;
  readonly options: readonly PropertyOption[];
  /** The limetype of related objects. */
  readonly relatedType?: string;
  readonly acl: { readonly create: boolean; readonly read: boolean; readonly update: boolean };
}

export interface Limetype {
  readonly name: string;
  readonly localname: { readonly singular: string; readonly plural: string };
  readonly label: number;
  readonly acl: {
    readonly create: boolean;
    readonly read: boolean;
    readonly update: boolean;
    readonly delete: boolean;
  };
  readonly properties: readonly Property[];
}

export type Limetypes = ReadonlyMap<string, Limetype>;

export const isText = ({ type }: Property): boolean => ["string", "text", "phone", "link", "xml"].includes(type);
export const isInverse = ({ type }: Property): boolean => ["hasone", "hasmany", "hasandbelongstomany"].includes(type);
export const isRelation = (property: Property): boolean => property.type === "belongsto" || isInverse(property);

export const propertyOf = (limetype: Limetype, name: string): Property | undefined =>
  limetype.properties.find((property) => property.name === name);

/**
 * Returns the belongsto property whose inverse a hasone or hasmany is. Metadata does not say which; of several it is the one
 * with the name of its related limetype, else the first.
 */
export function belongstoOf(limetypes: Limetypes, limetype: Limetype, far: Property): Property | undefined {
  const candidates = limetypes
    .get(far.relatedType ?? "")
    ?.properties.filter(({ type, relatedType }) => type === "belongsto" && relatedType === limetype.name);
  return candidates?.find(({ name }) => name === limetype.name) ?? candidates?.[0];
}
