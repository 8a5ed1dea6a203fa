// Answers questions about an instance from Lime CRM's metadata: limetypes of its blocks, matching relations.

import type { Property } from "userlike-limeobject";
import type { Block, Instance, RelatedBlock, RelationKey } from "./config.ts";
import { isReverseRelation, type Limetypes } from "./limetypes.ts";

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
export function limetypeOf(instance: Instance, block: Block, limetypes: Limetypes): string {
  if (block === "limeobject") return instance.texts.limetype ?? "";
  const named = instance.blockLimetypes[block];
  if (block === "conversation") return named ?? DEFAULT_LIMETYPES.conversation;
  const relation = instance.texts[RELATION_OF[block]];
  const property = limetypes.property(instance.texts.limetype ?? "", relation ?? "");
  return property?.relatedType ?? named ?? DEFAULT_LIMETYPES[block];
}

/** Returns the limetype in which lookup rules search. */
export function lookupLimetype(instance: Instance, key: RelationKey): string {
  return key === "personRelation"
    ? (instance.person?.limetype ?? "person")
    : (instance.coworker?.limetype ?? "coworker");
}

/** Returns the writable relations of the instance's limetype to one object of `related`. */
export function relationsToOne(instance: Instance, related: string, limetypes: Limetypes): Property[] {
  return relationsOf(instance, limetypes, related, (property) => property.type === "belongsto");
}

/** Returns the relations to many objects of a block; for conversations to one or many. */
export function relationsTo(instance: Instance, side: RelatedBlock, limetypes: Limetypes): Property[] {
  const related = side === "conversation" ? limetypeOf(instance, side, limetypes) : relatedLimetype(instance, side);
  return relationsOf(
    instance,
    limetypes,
    related,
    (property) => side === "conversation" || isReverseRelation(property),
  );
}

function relatedLimetype(instance: Instance, side: RelatedBlock): string {
  return instance.blockLimetypes[side] ?? DEFAULT_LIMETYPES[side];
}

function relationsOf(
  instance: Instance,
  limetypes: Limetypes,
  related: string,
  fits: (property: Property) => boolean,
): Property[] {
  const properties = limetypes.get(instance.texts.limetype ?? "")?.properties ?? [];
  return properties.filter((property) => property.relatedType === related && fits(property));
}

/** Returns the properties that can be written. */
export function writableProperties(limetype: string, limetypes: Limetypes): Property[] {
  return (limetypes.get(limetype)?.properties ?? []).filter((property) => !isReverseRelation(property));
}
