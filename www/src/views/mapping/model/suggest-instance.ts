// Suggests an instance for a limetype from its metadata.

import type { LimetypeInfo, PropertyInfo } from "userlike-limeobject";
import type { LimetypeIndex } from "../../../state/limetype-index.ts";
import { conversationLimetype } from "./metadata.ts";

/** Returns the instance as JSON of the configuration. */
export function suggestInstance(
  limetype: LimetypeInfo,
  name: string,
  limetypes: LimetypeIndex,
): Record<string, unknown> {
  const toOne = (related: string) =>
    limetype.properties.find((property) => property.type === "belongsto" && property.relatedType === related)?.name;
  const toMany = (related: string) =>
    limetype.properties.find((property) => property.isFarEnd && property.relatedType === related)?.name;
  const person = toOne("person");
  const searchable = limetypes.property("person", "email") !== undefined || limetypes.get("person") === undefined;
  const history = toMany("history");
  const instance: Record<string, unknown> = { name, limetype: limetype.name };
  if (person !== undefined && searchable) {
    instance.personRelation = {
      relation: person,
      limetype: "person",
      rules: [{ identificationKey: "contact.email", propertyIdentifier: "email" }],
    };
    instance.relationCompany = toOne("company");
  }
  instance.relationHistory = history;
  const conversation = conversationLimetype(limetypes);
  instance.relationConversation = toOne(conversation) ?? toMany(conversation);
  instance.relationDocument = toMany("document");
  instance.properties = propertiesOf(limetype);
  const type = history === undefined ? undefined : limetypes.property("history", "type");
  const chat = type && optionFor(type);
  if (chat !== undefined) instance.history = { properties: { type: { defaultValue: chat } } };
  return instance;
}

/** Returns rules for required properties, as far as a source can be suggested. */
function propertiesOf(limetype: LimetypeInfo): Record<string, unknown> {
  const rules: Record<string, unknown> = {};
  const texts = limetype.properties.filter((property) => property.type === "string" || property.type === "text");
  const title = texts.find((property) => property.required) ?? texts.find((property) => property.type === "string");
  for (const property of limetype.properties) {
    if (property === title) rules[property.name] = { template: "{subject|Chat} with {contact.name|a visitor}" };
    else if (property.required && property.type === "text") rules[property.name] = { userlikeKey: "subject" };
    else if (property.required && property.type === "time") rules[property.name] = { userlikeKey: "created_at" };
    else if (property.required && property.type === "date") rules[property.name] = { userlikeKey: "created_at" };
  }
  return rules;
}

/** Returns the option of the history note's type that denotes chats. */
function optionFor(type: PropertyInfo): string | undefined {
  const options = type.options.filter((option) => option.key !== "" && !option.inactive);
  const searchText = (option: { key: string; text?: string }) => `${option.key} ${option.text ?? ""}`.toLowerCase();
  return options.find((option) => /chat|userlike|conversation/.test(searchText(option)))?.key;
}
