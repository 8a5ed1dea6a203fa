// The parts of a configuration that the form edits. The package reads them (`instances`).

import type { InstanceOutline, RelationOutline, Role, RuleOutline } from "userlike-limeobject";
import type { JsonPath } from "./json-tree.ts";

export type Instance = InstanceOutline;
export type Relation = RelationOutline;
export type LookupRule = RelationOutline["rules"][number];
export type PropertyRule = RuleOutline;

/** Parts of an instance with properties of their own. Those of the limeobject are in the instance itself. */
export type Block = "limeobject" | RelatedBlock;
export type RelatedBlock = "history" | "conversation" | "document";

/** Keys of an instance with a text value. */
export type TextKey =
  | "name"
  | "limetype"
  | "baseUrl"
  | "linkType"
  | "relationCompany"
  | "relationCoworker"
  | "relationHistory"
  | "relationConversation"
  | "relationDocument"
  | "ifInvalid"
  | "phoneCountry";
export type BooleanKey = "default" | "includeNotifications" | "importMediaFiles";
export type TranscriptKey = "timeZone" | "timeFormat" | "contactName" | "roles";
/** Keys of a property rule with a text value, beside its sources. */
export type RuleTextKey = "each" | "join" | "ifInvalid" | "whenEmpty";
export type LookupKey = "identificationKey" | "propertyIdentifier" | "matchBy";
/** Parts of the conversation that the history note has by default. */
export const DEFAULT_PARTS: readonly string[] = ["messages", "bots"];
/** The part that has a key of its own in a configuration of limepkg-userlike, too. */
export const NOTIFICATIONS = "notifications";

/** Returns the parts of the conversation that the history note has, whichever key says so. */
export function transcriptParts({ transcript, includeNotifications }: Instance): readonly string[] {
  const parts = transcript.include.length === 0 ? DEFAULT_PARTS : transcript.include;
  return includeNotifications === true && !parts.includes(NOTIFICATIONS) ? [...parts, NOTIFICATIONS] : parts;
}

export type RelationKey = "personRelation" | "coworkerRelation";

export const RELATED_BLOCKS: readonly RelatedBlock[] = ["history", "conversation", "document"];
export const BLOCKS: readonly Block[] = ["limeobject", ...RELATED_BLOCKS];

/** Returns the path of a key of an instance. */
export function instancePath({ index }: Instance, ...keys: JsonPath): JsonPath {
  return ["instances", index, ...keys];
}

/** Parts of an instance whose objects have no key of their own. */
export type IdentifiedBlock = "limeobject" | "history";

/** Returns the path from an instance to the property for the key of a block. */
export function idempotencyPath(block: IdentifiedBlock): string[] {
  return block === "limeobject" ? ["idempotencyProperty"] : [block, "idempotencyProperty"];
}

/** Returns the path from an instance to the properties of a block. */
export function propertiesPath(block: Block): JsonPath {
  return block === "limeobject" ? ["properties"] : [block, "properties"];
}

/** Roles of the blocks' objects. */
export const ROLE_OF_BLOCK: Record<Block, Role> = {
  limeobject: "limeobject",
  history: "history",
  conversation: "ulconversation",
  document: "document",
};

/** Returns the names of the properties that relations of an instance write. */
export function relationsOf(instance: Instance): string[] {
  return [
    instance.personRelation?.relation ?? (instance.personRelation ? "person" : undefined),
    instance.relationCompany,
    instance.coworkerRelation?.relation ?? instance.relationCoworker,
    instance.relationConversation,
  ].filter((name) => name != null);
}
