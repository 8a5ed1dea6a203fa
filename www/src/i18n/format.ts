// Dates, times and numbers in the user's locale.

import { locale } from "./language.ts";

export interface Format {
  /** Formats a number with at most `digits` decimal places. */
  number(value: number, digits?: number): string;
  /** Formats date and time without seconds. */
  dateTime(time: string | number | Date): string;
  date(time: string | number | Date): string;
  /** Formats the time of day. */
  time(time: string | number | Date): string;
  /** Formats a relative time: "3 minutes ago". */
  relative(time: string | number | Date, now?: number): string;
}

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** Invalid times are returned as they are. */
export const format: Format = {
  number: (value, digits = 3) => numberFormat({ maximumFractionDigits: digits }).format(value),
  dateTime: (time) => dated(time, { dateStyle: "medium", timeStyle: "short" }),
  date: (time) => dated(time, { dateStyle: "medium" }),
  time: (time) => dated(time, { timeStyle: "short" }),
  relative: (time, now = Date.now()) => {
    const distance = new Date(time).getTime() - now;
    if (Number.isNaN(distance)) return String(time);
    const [unit, length] = units.find(([, length]) => Math.abs(distance) >= length) ?? units[3];
    return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.round(distance / length), unit);
  },
};

/** Returns a format for dates and times in the user's locale. */
export const dateFormat = cached((style: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale(), style));

/** Returns a format for numbers in the user's locale. */
export const numberFormat = cached((style: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale(), style));

/** Keeps formats by locale and style: creating one takes longer than a hundred uses of it. */
function cached<Style, F>(create: (style: Style) => F): (style: Style) => F {
  const formats = new Map<string, F>();
  return (style) => {
    const key = `${locale()} ${JSON.stringify(style)}`;
    const format = formats.get(key) ?? create(style);
    formats.set(key, format);
    return format;
  };
}

function dated(time: string | number | Date, style: Intl.DateTimeFormatOptions): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : dateFormat(style).format(date);
}
