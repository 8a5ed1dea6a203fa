// Answers questions about an instance from Lime CRM's metadata: limetypes of its blocks, matching relations.

import type { PropertyInfo } from "userlike-limeobject";
import type { LimetypeIndex } from "../../../state/limetype-index.ts";
import type { Block, Instance, RelatedBlock, RelationKey } from "./config.ts";

/** Default limetypes of the blocks. */
const DEFAULT_LIMETYPES: Record<RelatedBlock, string> = {
  history: "history",
  conversation: "ulconversation",
  document: "document",
};
const RELATION_OF = {
  history: "relationHistory",
  conversation: "relationConversation",
  document: "relationDocument",
} as const;

/** Returns the limetype of a block's objects, by the same rules as the package. */
export function limetypeOf(instance: Instance, block: Block, limetypes: LimetypeIndex): string {
  if (block === "limeobject") return instance.limetype ?? "";
  const named = instance[block].limetype;
  if (block === "conversation") return named ?? conversationLimetype(limetypes);
  const relation = instance[RELATION_OF[block]];
  const property = limetypes.property(instance.limetype ?? "", relation ?? "");
  return property?.relatedType ?? named ?? DEFAULT_LIMETYPES[block];
}

/** Returns the limetype of conversations where the configuration names none, by the same rule as the package. */
export function conversationLimetype(limetypes: LimetypeIndex): string {
  const isOther =
    limetypes.get(DEFAULT_LIMETYPES.conversation) === undefined &&
    limetypes.property("conversation", "conversationid") !== undefined;
  return isOther ? "conversation" : DEFAULT_LIMETYPES.conversation;
}

/** Returns the limetype in which lookup rules search. */
export function lookupLimetype(instance: Instance, key: RelationKey): string {
  return key === "personRelation"
    ? (instance.personRelation?.limetype ?? "person")
    : (instance.coworkerRelation?.limetype ?? "coworker");
}

/** Returns the writable relations of the instance's limetype to one object of `related`. */
export function relationsToOne(instance: Instance, related: string, limetypes: LimetypeIndex): PropertyInfo[] {
  return relationsOf(instance, limetypes, related, (property) => property.type === "belongsto");
}

/** Returns the relations to many objects of a block; for conversations to one or many. */
export function relationsTo(instance: Instance, side: RelatedBlock, limetypes: LimetypeIndex): PropertyInfo[] {
  const related = side === "conversation" ? limetypeOf(instance, side, limetypes) : relatedLimetype(instance, side);
  return relationsOf(instance, limetypes, related, (property) => side === "conversation" || property.isFarEnd);
}

function relatedLimetype(instance: Instance, side: RelatedBlock): string {
  return instance[side].limetype ?? DEFAULT_LIMETYPES[side];
}

function relationsOf(
  instance: Instance,
  limetypes: LimetypeIndex,
  related: string,
  fits: (property: PropertyInfo) => boolean,
): PropertyInfo[] {
  const properties = limetypes.get(instance.limetype ?? "")?.properties ?? [];
  return properties.filter((property) => property.relatedType === related && fits(property));
}

/** Returns the properties that can be written. */
export function writableProperties(limetype: string, limetypes: LimetypeIndex): PropertyInfo[] {
  return (limetypes.get(limetype)?.properties ?? []).filter((property) => !property.isFarEnd);
}

/** Returns the properties that can hold a key. Whether they are unique is not in the metadata. */
export function keyProperties(limetype: string, limetypes: LimetypeIndex): PropertyInfo[] {
  return writableProperties(limetype, limetypes).filter(({ canIdentify }) => canIdentify);
}

/** Returns the properties that mark an object as inactive where the configuration names none. */
export function defaultMarks(limetype: string, limetypes: LimetypeIndex): string[] {
  const properties = limetypes.get(limetype)?.properties ?? [];
  return properties.filter(({ marksInactive }) => marksInactive).map(({ name }) => name);
}

/** Returns the properties that can mark an object as inactive: those that can be set or past. */
export function possibleMarks(limetype: string, limetypes: LimetypeIndex): PropertyInfo[] {
  return writableProperties(limetype, limetypes).filter(({ type }) => ["yesno", "time", "date"].includes(type ?? ""));
}

/** Guesses the property that corresponds to a payload field by its name. */
export function guessProperty(path: string, limetype: string, limetypes: LimetypeIndex): string {
  const word = (path.split(/[.[\]"']+/).findLast(Boolean) ?? "").toLowerCase();
  const properties = writableProperties(limetype, limetypes);
  const alike = (name: string) => word.includes(name.toLowerCase()) || name.toLowerCase().includes(word);
  const texts = properties.filter(({ type }) => type === "string" || type === "phone" || type === "link");
  return (properties.find(({ name }) => alike(name)) ?? texts[0])?.name ?? (word || "email");
}
