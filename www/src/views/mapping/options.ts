// Options of select fields.

import { mapping as t } from "../../i18n/messages/mapping.ts";

interface Option {
  value: string;
  text: string;
  secondary?: string | undefined;
}

/** Returns the option of a limetype or property: its label with its name beside it. */
export function optionOf({ name, label }: { name: string; label: string }): Option {
  return { value: name, text: label, secondary: label === name ? undefined : name };
}

/** Returns what can happen to values that a property does not take. */
export function ifInvalidOptions(): Option[] {
  return [
    { value: "skip", text: t("ifInvalidSkip") },
    { value: "refuse", text: t("ifInvalidRefuse") },
  ];
}
