// What every part of the preview is drawn from.

import type { Finding, Preview } from "userlike-limeobject";
import type { DryRunReport, PlannedChange } from "userlike-limeobject/delivery";
import type { IconName } from "../../../elements/icons.ts";
import { preview as t } from "../../../i18n/messages/preview.ts";
import type { LimetypeNames } from "../../../state/limetype-names.ts";
import type { App } from "../../app.ts";

export type Limeobject = Preview["objects"][number];
export type Role = Limeobject["role"];
export type Value = Limeobject["values"][string];

export interface PreviewContext {
  app: App;
  preview: Preview;
  names: LimetypeNames;
  /** What a send would change, as long as nothing has changed since it was asked. */
  dryRun: DryRunReport | undefined;
  /** The severities that are shown. */
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

/** The objects as people look for them: the one that matters first. The preview has them as they are written. */
export function byImportance<T extends { role: Role }>(objects: readonly T[]): T[] {
  const order: readonly Role[] = ["limeobject", "history", "document", "ulconversation"];
  return objects.toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}

/** What becomes of an object, by the place that it has in the preview. */
export function changeOf({ preview, dryRun }: PreviewContext, object: Limeobject): PlannedChange | undefined {
  const change = dryRun?.objects[preview.objects.indexOf(object)];
  return change?.role === object.role ? change : undefined;
}

export function roleName(role: Role): string {
  return t(`role.${role}`);
}

/** What people call a limetype. */
export function limetypeName({ names }: PreviewContext, limetype: string): string {
  return names.limetype(limetype) ?? limetype;
}

/** The id of the element that shows a role's object, or a property of it. */
export function anchorId(role: Role, property?: string): string {
  return property === undefined ? `role-${role}` : `role-${role}-${property}`;
}
