import { csvLine } from "../../../../shared/csv.ts";
import type { ConversationRow } from "./row.ts";
import { checkStatus, originName } from "./row.ts";

/** Columns and keys of a report. Not translated, because programs read them. */
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
  "missingFiles",
] as const;

/** Byte order mark; without it some spreadsheets assume another encoding. */
const MARK = "\ufeff";

export function csvReport(rows: readonly ConversationRow[]): string {
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

export function jsonReport(rows: readonly ConversationRow[], at: Date): string {
  return `${JSON.stringify({ reportedAt: at.toISOString(), conversations: rows.map(reported) }, null, 2)}\n`;
}

function reported(row: ConversationRow) {
  const { conversation, summary, check, send, readError, origin, receivedAt } = row;
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
    check: checkStatus(row),
    findings: check?.findings ?? [],
    sent: send?.progress ?? null,
    created: send?.created ?? null,
    url: send?.url ?? null,
    error: send?.error ?? (readError === null ? null : { code: "unreadable", message: readError.message }),
    origin: originName(origin),
    missingFiles: send?.missingFiles ?? null,
  };
}
