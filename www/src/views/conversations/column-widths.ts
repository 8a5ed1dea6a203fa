// What each column needs, so that nothing is cut that the page itself writes: titles, states, links, dates. Names, subjects,
// topics and reasons can be of any length; they share what is left by their need, and end with an ellipsis.

import { format } from "../../i18n/format.ts";
import { conversations as t } from "../../i18n/messages/conversations.ts";
import { statusText } from "../../i18n/status-text.ts";
import { textWidth } from "../../platform/text-width.ts";
import type { LimetypeIndex } from "../../state/limetype-index.ts";
import { COLUMNS, type Column } from "./filter.ts";
import type { ConversationRow } from "./row.ts";
import { CHECK_STATUSES, originText, sendTexts } from "./text.ts";

/** The longest contents of the columns whose contents come from the rows. */
export interface LongestContents {
  conversation: number;
  messages: number;
  limetypes: readonly string[];
  statuses: readonly string[];
  /** Of the contact also the second line, and whether there is none. */
  contact: string;
  contactMore: string;
  hasNobody: boolean;
  subject: string;
  topic: string;
  /** Whether a row has a reason why it can't be sent, or a warning. */
  hasReason: boolean;
  /** Whether a row was sent, or is being sent. */
  hasSend: boolean;
  /** Most files that a send could not attach. */
  missingFiles: number;
}

export function longestContents(rows: readonly ConversationRow[]): LongestContents {
  const longest = {
    conversation: 0,
    messages: 0,
    missingFiles: 0,
    contact: "",
    contactMore: "",
    subject: "",
    topic: "",
  };
  const limetypes = new Set<string>();
  const statuses = new Set<string>();
  let hasNobody = false;
  let hasReason = false;
  let hasSend = false;
  const keep = (column: "contact" | "contactMore" | "subject" | "topic", text: string) => {
    if (text.length > longest[column].length) longest[column] = text;
  };
  /** Last line of each file. */
  const lines = new Map<string, number>();
  for (const { conversation, summary, check, readError, superseded, origin, send } of rows) {
    longest.conversation = Math.max(longest.conversation, conversation ?? 0);
    if (check?.limetype != null) limetypes.add(check.limetype);
    hasReason ||= readError !== null || superseded || check?.verdict === "blocked" || check?.verdict === "warnings";
    hasSend ||= send !== null;
    longest.missingFiles = Math.max(longest.missingFiles, send?.missingFiles ?? 0);
    if (origin.from === "file") lines.set(origin.name, Math.max(lines.get(origin.name) ?? 0, origin.line));
    else keep("contactMore", originText(origin));
    if (summary === null) continue;
    longest.messages = Math.max(longest.messages, summary.messages);
    statuses.add(summary.status);
    hasNobody ||= summary.contact === "" && summary.email === "";
    keep("contact", summary.contact || summary.email);
    keep("subject", summary.subject);
    for (const topic of summary.topics) keep("topic", topic);
  }
  for (const [name, line] of lines) keep("contactMore", originText({ from: "file", name, line }));
  const names = { limetypes: [...limetypes].sort(), statuses: [...statuses].sort() };
  return { ...longest, ...names, hasNobody, hasReason, hasSend };
}

/** Width of a column in rem, and its share of the space that is left. */
export interface ColumnWidth {
  width: number;
  grow: number;
}

/** The widths of columns with texts of any length, and those with what is only known from rows, do not exceed these, in rem. */
const MOST = { contact: 8, subject: 6.5, topics: 5, conversation: 9, becomes: 10, status: 9 } as const;

/** No text of any length asks for more of what is left, in rem. */
const MOST_SHARE = 18;

/** Padding of a cell, mark of a state with its gap, and padding of a topic, in rem. */
const PADDING = 0.75;
const MARK = 0.925;
const TOPIC = 0.9;

export function columnWidths(contents: LongestContents, limetypes: LimetypeIndex): Record<Column, ColumnWidth> {
  const style = getComputedStyle(document.documentElement);
  const rem = Number.parseFloat(style.fontSize);
  const font = style.getPropertyValue("--font");
  const [tiny, small] = ["--tiny", "--small"].map((name) => style.getPropertyValue(name)) as [string, string];
  const measure = (lines: Iterable<string>, size: string, weight = 400) =>
    textWidth(lines, `${weight} ${Number.parseFloat(size) * rem}px ${font}`) / rem;
  const text = (...lines: string[]) => measure(lines, "0.875rem");
  const states = (...lines: string[]) => MARK + measure(lines, small, 500);
  // Of each month, because their names differ.
  const days = Array.from({ length: 12 }, (_, month) => new Date(2028, month, 28, 22, 58).getTime());
  // Nobody's name is italic.
  const nobody = contents.hasNobody ? 1.05 * text(t("nobody")) : 0;
  const checks = states(...CHECK_STATUSES.map((status) => t(status)));
  const missing = contents.missingFiles > 0 ? [1, contents.missingFiles] : [];
  const needs: Record<Column, number> = {
    conversation: measure([String(contents.conversation), t("noId")], "0.875rem", 500),
    contact: Math.max(nobody, text(contents.contact), measure([contents.contactMore], tiny)),
    subject: text(contents.subject),
    becomes: text(...contents.limetypes.map((name) => limetypes.label(name))),
    topics: TOPIC + measure([contents.topic], tiny),
    check: checks,
    sending: contents.hasSend ? Math.max(states(...sendTexts(missing)), measure([t("openInLime")], tiny)) : 0,
    status: text(...contents.statuses.map(statusText)),
    started: Math.max(text(...days.map(format.date)), measure(days.map(format.time), tiny)),
    messages: text(format.number(contents.messages)),
  };
  // Rounded up: what has exactly the width of its text can be a part of a pixel narrower.
  const roundUp = (width: number) => Math.ceil(width * 16 + 1) / 16;
  const widthOf = (column: Column): ColumnWidth => {
    const title = PADDING + measure([`${t(column)} ↓`], tiny, 600);
    const need = PADDING + needs[column];
    const most = column in MOST ? MOST[column as keyof typeof MOST] : Number.POSITIVE_INFINITY;
    const isOfAnyLength = column === "contact" || column === "subject" || column === "topics";
    const own = column === "contact" && contents.hasNobody ? PADDING + nobody : 0;
    const share = isOfAnyLength ? Math.max(title, need) : column === "check" && contents.hasReason ? MOST_SHARE : 0;
    return { width: roundUp(Math.max(title, own, Math.min(need, most))), grow: Math.min(MOST_SHARE, share) };
  };
  return Object.fromEntries(COLUMNS.map((column) => [column, widthOf(column)])) as Record<Column, ColumnWidth>;
}
