// Rows of the table of conversations, for its tests.
import { haystackOf } from "../../../www/src/views/conversations/row.ts";

let keys = 0;

/** A row as a file's payload makes it. */
export function row({ conversation = keys + 1, findings, verdict, trouble = null, sending = null, ...summary } = {}) {
  keys += 1;
  const made = {
    key: keys,
    origin: `file.json:${keys}`,
    conversation,
    receivedAt: null,
    trouble,
    superseded: false,
    sending,
    check:
      trouble === null
        ? { verdict: verdict ?? "ready", instance: "Helpdesk", limetype: "helpdesk", findings: findings ?? [] }
        : null,
    summary: {
      conversation,
      contact: "",
      email: "",
      subject: "",
      topics: [],
      status: "open",
      startedAt: null,
      messages: 2,
      ...summary,
    },
  };
  return { ...made, haystack: haystackOf(made) };
}

export const finding = (severity, code, more = {}) => ({ severity, code, message: `${code} happened`, ...more });
