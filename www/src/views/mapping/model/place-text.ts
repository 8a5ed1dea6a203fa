// Where a problem is, in words: "Helpdesk › Description".

import type { Problem } from "userlike-limeobject";
import { pointerTokens } from "../../../platform/json-pointer.ts";
import type { LimetypeIndex } from "../../../state/limetype-index.ts";
import { BLOCKS, type Instance } from "./config.ts";
import { limetypeOf } from "./metadata.ts";

/** Returns line and column, or the names of instance and property; the key where it is neither. */
export function placeText(
  { pointer, line, column }: Pick<Problem, "pointer" | "line" | "column">,
  instances: readonly Instance[],
  limetypes: LimetypeIndex,
): string {
  if (line != null) return `${line}:${column ?? 1}`;
  const isInside = (outer: string) => pointer === outer || pointer.startsWith(`${outer}/`);
  const instance = instances.find((instance) => isInside(instance.pointer));
  if (instance === undefined) return pointerTokens(pointer).join(" › ") || "/";
  for (const block of BLOCKS) {
    const rule = instance[block].properties.find((rule) => isInside(rule.pointer));
    if (rule === undefined) continue;
    const limetype = limetypeOf(instance, block, limetypes);
    return `${instance.displayName} › ${limetypes.propertyLabel(limetype, rule.property)}`;
  }
  return [instance.displayName, ...pointerTokens(pointer.slice(instance.pointer.length))].join(" › ");
}
