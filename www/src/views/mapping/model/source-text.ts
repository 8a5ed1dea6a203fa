// The sources of a value as one text: "subject, otherwise Template: Chat with {contact.name}, otherwise Medium".

import type { PropertyInfo } from "userlike-limeobject";
import { mapping as t } from "../../../i18n/messages/mapping.ts";
import { constantText } from "../value-text.ts";
import type { PropertyRule } from "./config.ts";

export function sourceText(
  { userlikeKeys, template, defaultValue }: PropertyRule,
  property: PropertyInfo | undefined,
): string {
  const parts: string[] = [...userlikeKeys];
  if (template !== null) parts.push(t("templateSource", { template }));
  if (defaultValue !== null) {
    const value = constantText(defaultValue, property);
    parts.push(parts.length === 0 ? t("always", { value }) : value);
  }
  const [first = t("noSource"), ...others] = parts;
  return others.reduce((first, second) => t("otherwise", { first, second }), first);
}
