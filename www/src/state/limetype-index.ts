import { type LimetypeInfo, limetypes, type PropertyInfo } from "userlike-limeobject";

/** Lime CRM's limetypes by name. */
export class LimetypeIndex {
  readonly all: readonly LimetypeInfo[];
  readonly #byName: ReadonlyMap<string, LimetypeInfo>;

  /** Reads metadata in any form that the package accepts. Its problems are reported when a mapper uses it. */
  constructor(document: string) {
    this.all = document.trim() === "" ? [] : limetypes(document).limetypes;
    this.#byName = new Map(this.all.map((limetype) => [limetype.name, limetype]));
  }

  get(name: string): LimetypeInfo | undefined {
    return this.#byName.get(name);
  }

  property(limetype: string, name: string): PropertyInfo | undefined {
    return this.get(limetype)?.properties.find((property) => property.name === name);
  }

  /** Returns the label of a limetype. Default: its name. */
  label(limetype: string): string {
    return this.get(limetype)?.label ?? limetype;
  }

  /** Returns the label of a property. Default: its name. */
  propertyLabel(limetype: string, name: string): string {
    return this.property(limetype, name)?.label ?? name;
  }
}
