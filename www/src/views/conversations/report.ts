import { csvLine } from "./csv.ts";
import type { Row } from "./row.ts";
import { standing } from "./row.ts";

/** The names of a report's columns and keys: not translated, so that programs can read them. */
const COLUMNS = [
  "conversation",
  "contact",
  "email",
  "topics",
  "status",
  "started",
  "messages",
  "instance",
  "limetype",
  "check",
  "findings",
  "sent",
  "created",
  "url",
  "error",
  "message",
  "origin",
] as const;

/** A byte order mark, or some spreadsheets take it for another encoding. */
const MARK = "\ufeff";

export function csvReport(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { findings, topics, error, ...line } = reported(row);
    return csvLine(
      COLUMNS.map((column) => {
        if (column === "findings") return findings.map(({ severity, message }) => `${severity}: ${message}`).join("\n");
        if (column === "topics") return topics.join("; ");
        if (column === "error") return error?.code ?? null;
        if (column === "message") return error?.message ?? null;
        return line[column];
      }),
    );
  });
  return MARK + csvLine(COLUMNS) + lines.join("");
}

export function jsonReport(rows: readonly Row[], at: Date): string {
  return `${JSON.stringify({ reportedAt: at.toISOString(), conversations: rows.map(reported) }, null, 2)}\n`;
}

function reported(row: Row) {
  const { conversation, summary, check, sending, trouble, origin, receivedAt } = row;
  const started = summary?.startedAt ?? receivedAt;
  return {
    conversation,
    contact: summary?.contact ?? null,
    email: summary?.email ?? null,
    topics: summary?.topics ?? [],
    status: summary?.status ?? null,
    started: started === null ? null : new Date(started).toISOString(),
    messages: summary?.messages ?? null,
    instance: check?.instance ?? null,
    limetype: check?.limetype ?? null,
    check: standing(row),
    findings: check?.findings ?? [],
    sent: sending?.progress ?? null,
    created: sending?.created ?? null,
    url: sending?.url ?? null,
    error: sending?.error ?? (trouble === null ? null : { code: "unreadable", message: trouble }),
    origin,
  };
}
