// Labels of limetypes and properties in Lime CRM, for display.

import { type LimetypeInfo, limetypes } from "../entrypoints/node.js";

/** Labels by code name; undefined for a limetype or property that the metadata does not have. */
export interface Labels {
  limetype(name: string): string | undefined;
  property(limetype: string, name: string): string | undefined;
}

/** Reads the labels from Lime CRM's metadata; without metadata there are none. */
export function readLabels(metadata: Uint8Array | undefined): Labels {
  const list: readonly LimetypeInfo[] = metadata === undefined ? [] : limetypes(metadata).limetypes;
  const byName = new Map(list.map((limetype) => [limetype.name, limetype]));
  return {
    limetype: (name) => byName.get(name)?.label,
    property: (limetype, name) => byName.get(limetype)?.properties.find((property) => property.name === name)?.label,
  };
}
