import { PayloadError, summary } from "userlike-limeobject";
import type { Summary } from "./row.ts";

const EMPTY: Summary = {
  conversation: null,
  contact: "",
  email: "",
  subject: "",
  topics: [],
  status: "",
  startedAt: null,
  messages: 0,
};

/** Returns the facts of a payload for the table; an empty summary when the payload cannot be read. */
export function summaryOf(payload: Uint8Array): Summary {
  try {
    const { conversation, contactName, contactEmail, subject, topics, status, startedAt, messageCount } =
      summary(payload);
    return {
      conversation: conversation ?? null,
      contact: contactName ?? "",
      email: contactEmail ?? "",
      subject: subject ?? "",
      topics,
      status: status ?? "",
      startedAt: startedAt == null ? null : Date.parse(startedAt),
      messages: messageCount,
    };
  } catch (error) {
    if (error instanceof PayloadError) return EMPTY;
    throw error;
  }
}
