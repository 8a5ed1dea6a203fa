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
  number: (value, digits = 3) => new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value),
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

/** Formats by locale and style: creating one takes longer than a hundred uses of it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function dated(time: string | number | Date, style: Intl.DateTimeFormatOptions): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  const key = `${locale()} ${style.dateStyle} ${style.timeStyle}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale(), style);
  formats.set(key, format);
  return format.format(date);
}
