// Where the user is in the mapping view: kept over visits of other views and reloads.

import { storedValue } from "../../platform/local-storage.ts";
import { BLOCKS, type Block } from "./model/config.ts";
import { PROPERTY_GROUPS, type PropertyGroup } from "./model/property-groups.ts";

export type EditorMode = "form" | "both" | "json";
export const EDITOR_MODES: readonly EditorMode[] = ["form", "both", "json"];

export interface OpenProperty {
  block: Block;
  property: string;
  group: PropertyGroup;
}

export interface Place {
  /** Index of the selected instance. */
  index: number;
  open: OpenProperty | undefined;
}

export const storedMode = storedValue("mapping-mode", (text): text is EditorMode =>
  (EDITOR_MODES as readonly string[]).includes(text),
);

const storedPlace = storedValue("mapping-place");

export function readPlace(): Place {
  try {
    const { index, open } = JSON.parse(storedPlace.read() ?? "{}") as Partial<Place>;
    return {
      index: Number.isSafeInteger(index) ? (index as number) : 0,
      open: isOpenProperty(open) ? open : undefined,
    };
  } catch {
    return { index: 0, open: undefined };
  }
}

export function writePlace(place: Place): void {
  storedPlace.write(JSON.stringify(place));
}

function isOpenProperty(open: OpenProperty | undefined): boolean {
  return typeof open?.property === "string" && BLOCKS.includes(open.block) && PROPERTY_GROUPS.includes(open.group);
}
