import type { Summary } from "./row.ts";

/** Returns the facts of a payload for the table. Fields may be missing or of another type than documented. */
export function summaryOf(payload: unknown): Summary {
  const conversation = record(payload);
  const contact = record(conversation.contact);
  const transcript = Array.isArray(conversation.transcript) ? conversation.transcript : [];
  return {
    conversation: idOf(conversation.id),
    contact: text(contact.name),
    email: text(contact.email),
    subject: text(conversation.subject),
    topics: topicsOf(conversation.topics),
    status: text(conversation.status),
    startedAt: time(conversation.created_at) ?? time(record(transcript[0]).sent_at),
    messages: transcript.filter((entry) => record(entry).type !== "notification").length,
  };
}

/** Returns the texts of `topics`, whose entries are `{ "text" }`, `{ "name" }` or strings. */
function topicsOf(topics: unknown): string[] {
  if (!Array.isArray(topics)) return [];
  const names = topics.slice(0, MOST_TOPICS).map((topic) => {
    const { text: said, name } = record(topic);
    return text(topic) || text(said) || text(name);
  });
  return [...new Set(names.filter((name) => name !== ""))];
}

/** Limits for the table: every topic becomes an option of the filter. */
const MOST_TOPICS = 20;
const MOST_CHARACTERS = 200;

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value.trim().slice(0, MOST_CHARACTERS) : "";
}

function idOf(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : null;
}

function time(value: unknown): number | null {
  const milliseconds = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isFinite(milliseconds) ? milliseconds : null;
}
