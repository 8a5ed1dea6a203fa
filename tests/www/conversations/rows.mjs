// Rows of the table of conversations, for its tests.
import { searchTextOf } from "../../../www/src/views/conversations/row.ts";

let keys = 0;

/** A row as a file's payload makes it. */
export function row({ conversation = keys + 1, findings, verdict, readError = null, send = null, ...summary } = {}) {
  keys += 1;
  const made = {
    key: keys,
    origin: { from: "file", name: "file.json", line: keys },
    conversation,
    receivedAt: null,
    readError,
    superseded: false,
    send,
    check:
      readError === null
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
  return { ...made, searchText: searchTextOf(made) };
}

export const finding = (severity, code, more = {}) => ({ severity, code, message: `${code} happened`, ...more });
