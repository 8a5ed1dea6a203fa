// A payload as a person reads it: who spoke, what was said, what is known. Only for showing: what it becomes is decided by the
// package. Every field may be missing or of another kind than expected.

export interface Fact {
  /** The name of the field, or "custom" ones' own. */
  key: string;
  value: string;
  /** JSON pointer to it. */
  pointer: string;
  is: "text" | "time";
  /** One of the fields that customers make up. */
  custom: boolean;
}

export type Speaker = "contact" | "operator" | "bot" | "notification";

export interface Message {
  speaker: Speaker;
  name: string;
  text: string;
  time: string;
  /** Of a file that came with it. */
  file: string;
  pointer: string;
}

export interface Conversation {
  id: string;
  name: string;
  contact: readonly Fact[];
  conversation: readonly Fact[];
  messages: readonly Message[];
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

/** Undefined when the text is no JSON object. */
export function readConversation(text: string): Conversation | undefined {
  const root = parse(text);
  if (!isObject(root)) return undefined;
  const contact = get(root, "contact");
  const fact = (key: string, value: unknown, pointer: string, is: Fact["is"] = "text"): Fact[] => {
    const shown = words(value);
    return shown === "" ? [] : [{ key, value: shown, pointer, is, custom: false }];
  };
  const group = get(get(root, "routing_info"), "operator_group");
  return {
    id: words(get(root, "id")),
    name: words(get(contact, "name")) || words(get(contact, "email")),
    contact: [
      ...contactFields.flatMap((key) => fact(key, get(contact, key), `/contact/${key}`)),
      ...custom(get(contact, "custom_field_data"), "/contact/custom_field_data"),
    ],
    conversation: [
      ...fact("id", get(root, "id"), "/id"),
      ...fact("subject", get(root, "subject"), "/subject"),
      ...fact("status", get(root, "status_description") ?? get(root, "status"), "/status"),
      ...fact("topics", topics(get(root, "topics")), "/topics"),
      ...fact("channel", get(get(root, "contact_channel"), "type"), "/contact_channel/type"),
      ...fact("created_at", get(root, "created_at"), "/created_at", "time"),
      ...fact("ended_at", get(root, "ended_at"), "/ended_at", "time"),
      ...fact("language_name", get(root, "language_name"), "/language_name"),
      ...fact("group", get(group, "name"), "/routing_info/operator_group/name"),
      ...fact("rate", get(root, "rate"), "/rate"),
      ...fact("feedback_message", get(root, "feedback_message"), "/feedback_message"),
      ...custom(get(root, "custom"), "/custom"),
      ...custom(get(root, "custom_field_data"), "/custom_field_data"),
    ],
    messages: list(get(root, "transcript")).map((entry, index) => message(entry, `/transcript/${index}`)),
  };
}

function message(entry: unknown, pointer: string): Message {
  return {
    speaker: speaker(entry),
    name: words(get(entry, "operator_display_name")) || words(get(entry, "operator_name")),
    text: words(get(entry, "body_plain")) || words(get(entry, "body")),
    time: words(get(entry, "sent_at")),
    file: words(get(entry, "url")),
    pointer,
  };
}

function speaker(entry: unknown): Speaker {
  if (get(entry, "type") === "notification") return "notification";
  if (get(entry, "operator_is_bot") === true) return "bot";
  const type = words(get(get(entry, "sender"), "type"));
  if (type === "bot" || type === "chatbot") return "bot";
  if (type === "") return words(get(entry, "operator_name")) === "" ? "contact" : "operator";
  return type === "contact" ? "contact" : "operator";
}

function topics(value: unknown): string {
  return list(value)
    .map((topic) => words(topic) || words(get(topic, "text")) || words(get(topic, "name")))
    .filter((topic) => topic !== "")
    .join(", ");
}

function custom(value: unknown, pointer: string): Fact[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, value]) => {
    const shown = words(value) || (typeof value === "object" && value !== null ? JSON.stringify(value) : "");
    const token = key.replaceAll("~", "~0").replaceAll("/", "~1");
    return shown === "" ? [] : [{ key, value: shown, pointer: `${pointer}/${token}`, is: "text", custom: true }];
  });
}

function words(value: unknown): string {
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
