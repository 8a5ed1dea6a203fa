import { html } from "hono/html";
import type { Markup } from "./page.ts";

/** A time: as Lime CRM writes it, until the browser shows it in its own time zone. */
export const timeElement = (time: string): Markup =>
  html`<time datetime="${time}">${time.replace("T", " ").replace(/\.\d+/, "")}</time>`;

/** Script of the pages: shows times in the browser's time zone and in the page's language. */
export const TIMES_SCRIPT = `const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
for (const time of document.querySelectorAll("time")) {
  const date = new Date(time.dateTime);
  if (Number.isNaN(date.getTime())) continue;
  time.title = time.textContent;
  time.textContent = format.format(date);
}
`;
