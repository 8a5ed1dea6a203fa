// Formatters for cells: creating one is slower than using it.

import { language, locale } from "../../i18n/language.ts";
import { computed } from "../../platform/signal.ts";

const formatters = computed(() => {
  // The locale follows the language.
  const tag = language.value && locale();
  return {
    number: new Intl.NumberFormat(tag),
    date: new Intl.DateTimeFormat(tag, { dateStyle: "medium" }),
    time: new Intl.DateTimeFormat(tag, { timeStyle: "short" }),
  };
});

export const formatNumber = (value: number): string => formatters.value.number.format(value);
export const formatDate = (milliseconds: number): string => formatters.value.date.format(milliseconds);
export const formatTime = (milliseconds: number): string => formatters.value.time.format(milliseconds);
