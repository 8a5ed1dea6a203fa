// Reads a payload for display: participants, messages, details. The package decides what is sent. Every field may be
// missing or of an unexpected type.

import { PayloadError, type Summary, summary } from "userlike-limeobject";
import { toPointer } from "../../platform/json-pointer.ts";

export interface Detail {
  /** Name of the field; for custom fields the key. */
  key: string;
  value: string;
  /** JSON pointer to the value. */
  pointer: string;
  type: "text" | "time";
  /** Whether it is a custom field of the Userlike customer. */
  custom: boolean;
}

/** Sender of a message, as in the history note. Only one that is known to be the contact is shown as the contact. */
export type Speaker = "contact" | "operator" | "bot" | "system" | "unknown" | "notification";

export interface ChatMessage {
  speaker: Speaker;
  name: string;
  text: string;
  time: string;
  /** URL of an attached file; empty without one. */
  file: string;
  pointer: string;
}

export interface DisplayedConversation {
  id: string;
  name: string;
  contact: readonly Detail[];
  conversation: readonly Detail[];
  messages: readonly ChatMessage[];
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
  if (!isObject(root)) return undefined;
  const facts = readSummary(text);
  const contact = get(root, "contact");
  const detail = (key: string, value: unknown, pointer: string, type: Detail["type"] = "text"): Detail[] => {
    const text = textOf(value);
    return text === "" ? [] : [{ key, value: text, pointer, type, custom: false }];
  };
  const group = get(get(root, "routing_info"), "operator_group");
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
      ...detail("status", get(root, "status_description") ?? get(root, "status"), "/status"),
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
    messages: list(get(root, "transcript")).map((entry, index) =>
      message(entry, textOf(get(contact, "name")), `/transcript/${index}`),
    ),
  };
}

function message(entry: unknown, contact: string, pointer: string): ChatMessage {
  const by = speaker(entry, contact);
  const names = by === "contact" ? [] : ["operator_display_name", "operator_name", "name", "display_name"];
  return {
    speaker: by,
    name: names.map((key) => textOf(get(entry, key))).find((name) => !namesNobody(name)) ?? "",
    text: textOf(get(entry, "body_plain")) || textOf(get(entry, "body")),
    time: textOf(get(entry, "sent_at")),
    file: textOf(get(entry, "url")),
    pointer,
  };
}

function speaker(entry: unknown, contact: string): Speaker {
  // A list or an object says something, but nothing that is known.
  const word = (value: unknown): string =>
    typeof value === "object" && value !== null ? "?" : textOf(value).trim().toLowerCase();
  const isSet = (key: string): boolean => !["", "0", "false", "null"].includes(word(get(entry, key)));
  const type = word(get(entry, "type"));
  const representation = word(get(entry, "representation"));
  const sender = get(entry, "sender");
  const role = word(isObject(sender) ? sender.type : sender);
  const isOperator = ["operator_id", "operator_name", "operator_display_name"].some(isSet);
  const hasSpeaker = isOperator || ["contact", "operator", "bot", "chatbot"].includes(role);
  if (type === "notification" || (type === "" && !hasSpeaker && (isSet("event") || representation === "system")))
    return "notification";
  if (type !== "" && type !== "message") return "unknown";
  const isBot = isSet("operator_is_bot") || representation === "bot" || representation === "chatbot";
  const isAutomatic = representation === "system" || representation === "automated";
  if (role === "contact") return isBot || isOperator || isAutomatic ? "unknown" : "contact";
  if (role === "bot" || role === "chatbot") return "bot";
  if (role === "operator") return isBot ? "bot" : "operator";
  if (role === "system") return "system";
  if (role !== "") return "unknown";
  if (isBot) return "bot";
  if (isOperator) return "operator";
  if (isAutomatic) return "system";
  const name = word(get(entry, "name")) || word(get(entry, "display_name"));
  const saysNothing = !isObject(sender) || Object.values(sender).every((value) => textOf(value) === "");
  return saysNothing && (namesNobody(name) || name === contact.trim().toLowerCase()) ? "contact" : "unknown";
}

/** Whether a name is empty, or what Userlike writes for nobody in particular. */
function namesNobody(name: string): boolean {
  return ["", "contact", "visitor", "event"].includes(name.trim().toLowerCase());
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
