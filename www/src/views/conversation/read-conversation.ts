// Reads a payload for display: participants, messages, details. The package decides who wrote a message and what is sent.
// Every field may be missing or of an unexpected type.

import {
  type LeftOut,
  PayloadError,
  type Sender,
  type Summary,
  summary,
  type TranscriptEntry,
  type TranscriptPart,
} from "userlike-limeobject";
import { toPointer } from "../../platform/json-pointer.ts";

export interface Detail {
  /** Name of the field; for custom fields the key. */
  key: string;
  value: string;
  /** JSON pointer to the value. */
  pointer: string;
  /** `status`: Userlike's word for the status of the conversation. */
  type: "text" | "time" | "status";
  /** Whether it is a custom field of the Userlike customer. */
  custom: boolean;
}

/** Sender of a message, as in the history note. */
export type Speaker = Sender | "notification";

export interface ChatMessage {
  speaker: Speaker;
  name: string;
  text: string;
  time: string;
  /** URL of an attached file; empty without one. */
  file: string;
  pointer: string;
  part: TranscriptPart;
  /** Why no history note has the message, even if it includes its part. */
  leftOut: LeftOut | null;
}

export interface DisplayedConversation {
  id: string;
  name: string;
  contact: readonly Detail[];
  conversation: readonly Detail[];
  /** The first messages; their number is limited by the package. */
  messages: readonly ChatMessage[];
  /** Number of messages that `messages` lacks. */
  furtherCount: number;
}

const contactFields = [
  "name",
  "email",
  "phone_number",
  "mobile_number",
  "company",
  "position",
  "street",
  "city",
  "country",
  "locale",
  "external_customer_id",
] as const;

/** Returns undefined when the text is not a JSON object. */
export function readConversation(text: string): DisplayedConversation | undefined {
  const root = parse(text);
  const facts = readSummary(text);
  if (!isObject(root)) return undefined;
  const contact = get(root, "contact");
  const detail = (key: string, value: unknown, pointer: string, type: Detail["type"] = "text"): Detail[] => {
    const text = textOf(value);
    return text === "" ? [] : [{ key, value: text, pointer, type, custom: false }];
  };
  const group = get(get(root, "routing_info"), "operator_group");
  const transcript = list(get(root, "transcript"));
  const described = facts?.transcript ?? [];
  return {
    id: String(facts?.conversation ?? ""),
    name: facts?.contactName ?? facts?.contactEmail ?? "",
    contact: [
      ...contactFields.flatMap((key) => detail(key, get(contact, key), `/contact/${key}`)),
      ...customDetails(get(contact, "custom_field_data"), "/contact/custom_field_data"),
    ],
    conversation: [
      ...detail("id", get(root, "id"), "/id"),
      ...detail("subject", get(root, "subject"), "/subject"),
      ...status(root, facts?.status),
      ...detail("topics", (facts?.topics ?? []).join(", "), "/topics"),
      ...detail("channel", get(get(root, "contact_channel"), "type"), "/contact_channel/type"),
      ...detail("created_at", get(root, "created_at"), "/created_at", "time"),
      ...detail("ended_at", get(root, "ended_at"), "/ended_at", "time"),
      ...detail("language_name", get(root, "language_name"), "/language_name"),
      ...detail("group", get(group, "name"), "/routing_info/operator_group/name"),
      ...detail("rate", get(root, "rate"), "/rate"),
      ...detail("feedback_message", get(root, "feedback_message"), "/feedback_message"),
      ...customDetails(get(root, "custom"), "/custom"),
      ...customDetails(get(root, "custom_field_data"), "/custom_field_data"),
    ],
    messages: described.map((entry) => message(entry, transcript[entry.index])),
    furtherCount: transcript.slice((described.at(-1)?.index ?? -1) + 1).filter(isObject).length,
  };
}

/** The status as the table of all conversations has it; without one, what the payload says about it. */
function status(root: unknown, known: string | null | undefined): Detail[] {
  const described = textOf(get(root, "status_description"));
  const [value, pointer] = known ? [known, "/status"] : [described, "/status_description"];
  return value === "" ? [] : [{ key: "status", value, pointer, type: "status", custom: false }];
}

function message(described: TranscriptEntry, entry: unknown): ChatMessage {
  const { index, part, sender, senderName, leftOut } = described;
  return {
    speaker: part === "notifications" ? "notification" : part === "unknown" ? "unknown" : sender,
    name: senderName ?? "",
    text: textOf(get(entry, "body_plain")) || textOf(get(entry, "body")),
    time: textOf(get(entry, "sent_at")),
    file: textOf(get(entry, "url")),
    pointer: `/transcript/${index}`,
    part,
    leftOut,
  };
}

function readSummary(text: string): Summary | undefined {
  try {
    return summary(text);
  } catch (error) {
    if (error instanceof PayloadError) return undefined;
    throw error;
  }
}

function customDetails(value: unknown, pointer: string): Detail[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, value]) => {
    const text = textOf(value) || (typeof value === "object" && value !== null ? JSON.stringify(value) : "");
    return text === "" ? [] : [{ key, value: text, pointer: pointer + toPointer([key]), type: "text", custom: true }];
  });
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function get(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
