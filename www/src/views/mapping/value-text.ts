// Formats values for display: options by text, dates and times in the user's locale.

import type { PropertyInfo, PropertyValue } from "userlike-limeobject";
import { dateFormat, numberFormat } from "../../i18n/format.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";

export function valueText(value: PropertyValue, property: PropertyInfo | undefined): string {
  if (value === null) return t("noValue");
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value === "number") return numberText(value, property);
  if (Array.isArray(value)) return value.map(({ key }) => optionText(key, property)).join(", ");
  if (typeof value === "object") return optionText(value.key, property);
  return timeText(value, property?.type) ?? value;
}

/** Returns what a property holds: "Text". Types that are not known keep their name. */
export function typeText(type: string): string {
  const key = `type-${type}`;
  return t.has(key) ? t(key) : type;
}

export function optionText(key: string, property: PropertyInfo | undefined): string {
  const option = property?.options?.find((option) => option.key === key);
  return option?.text || key;
}

function timeText(value: string, type: string | undefined): string | undefined {
  if (type !== "time" && type !== "date") return undefined;
  const time = new Date(type === "date" ? `${value}T00:00:00Z` : value);
  if (Number.isNaN(time.getTime())) return undefined;
  const style: Intl.DateTimeFormatOptions =
    type === "date" ? { dateStyle: "medium", timeZone: "UTC" } : { dateStyle: "medium", timeStyle: "short" };
  return dateFormat(style).format(time);
}

/** Formats a constant of the configuration. */
export function constantText(value: unknown, property: PropertyInfo | undefined): string {
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (Array.isArray(value)) return value.map((item) => constantText(item, property)).join(", ");
  if (typeof value === "string") return property?.options?.length ? optionText(value, property) : value;
  return String(value);
}

/** Integers are mostly ids and are not grouped. */
function numberText(value: number, property: PropertyInfo | undefined): string {
  const isWhole = property === undefined || !["decimal", "percent"].includes(property.type);
  return numberFormat({ maximumFractionDigits: 20, useGrouping: !isWhole }).format(value);
}
