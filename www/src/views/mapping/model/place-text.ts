// Where a problem is, in words: "Helpdesk › Description".

import type { Problem } from "userlike-limeobject";
import { mapping as t } from "../../../i18n/messages/mapping.ts";
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
  const keys = pointerTokens(pointer.slice(instance.pointer.length)).map((key) => {
    const label = Object.hasOwn(LABELS, key) ? LABELS[key] : undefined;
    return label === undefined ? key : t(label);
  });
  return [instance.displayName, ...keys].join(" › ");
}

/** Labels of the form for keys of the configuration. */
const LABELS: Readonly<Record<string, Parameters<typeof t>[0]>> = {
  name: "name",
  limetype: "limetype",
  topic: "topics",
  default: "defaultInstance",
  ifInvalid: "ifInvalid",
  idempotencyProperty: "idempotency",
  personRelation: "person",
  coworkerRelation: "coworker",
  relationCompany: "company",
  relationCoworker: "coworker",
  relationHistory: "history",
  history: "history",
  transcript: "history",
  relationConversation: "ulconversation",
  conversation: "ulconversation",
  relationDocument: "documents",
  document: "documents",
  importMediaFiles: "importMedia",
  includeNotifications: "include",
  phoneCountry: "phoneCountry",
  baseUrl: "baseUrl",
  linkType: "linkType",
  timeZone: "timeZone",
  timeFormat: "timeFormat",
  contactName: "contactName",
  include: "include",
  roles: "roles",
  inactiveProperties: "inactiveProperties",
};
