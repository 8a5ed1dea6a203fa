// Data that all parts of the preview render.

import type { Finding, Preview } from "userlike-limeobject";
import type { DryRunReport, PlannedChange } from "userlike-limeobject/delivery";
import type { IconName } from "../../../elements/icons.ts";
import type { LimetypeIndex } from "../../../state/limetype-index.ts";

export type Limeobject = Preview["objects"][number];
export type Role = Limeobject["role"];
export type Value = Limeobject["values"][string];

export interface PreviewContext {
  preview: Preview;
  limetypes: LimetypeIndex;
  /** Report of the dry run, while it is current. */
  dryRun: DryRunReport | undefined;
  /** Severities that are not filtered out. */
  visibleSeverities: ReadonlySet<Finding["severity"]>;
}

export const roleIcons: Record<Role, IconName> = {
  limeobject: "limeobject",
  ulconversation: "chat",
  history: "note",
  document: "document",
  person: "person",
  company: "company",
  coworker: "coworker",
};

/** Sorts objects by importance; the preview has them in the order of writing. */
export function byImportance<T extends { role: Role }>(objects: readonly T[]): T[] {
  const order: readonly Role[] = ["limeobject", "history", "document", "ulconversation"];
  return objects.toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}

/** Returns the planned change of an object, which has the same index in the dry run. */
export function changeOf({ preview, dryRun }: PreviewContext, object: Limeobject): PlannedChange | undefined {
  const change = dryRun?.objects[preview.objects.indexOf(object)];
  return change?.role === object.role ? change : undefined;
}

/** Returns the id of the element that shows the object of a role, or one of its properties. */
export function anchorId(role: Role, property?: string): string {
  return property === undefined ? `role-${role}` : `role-${role}-${property}`;
}
