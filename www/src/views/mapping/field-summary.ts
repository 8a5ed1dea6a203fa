import { mapping as t } from "../../i18n/messages/mapping.ts";
import type { PayloadField } from "./model/payload-tree.ts";

/** Returns the short text of a field: its value or its size. */
export function fieldSummary({ value, kind }: PayloadField): string {
  if (kind === "list") return t("items", { n: Number(value) });
  if (kind === "object") return t("fields", { n: Number(value) });
  return value;
}
