// Messages `{ name, payload }` of Userlike's Message Center to a custom add-on.
//
// Only the name of the contact event is documented; the other three names are assumed after the same pattern. Change
// them here if Userlike uses others.

export const EVENTS = {
  contact: "contact_information",
  conversation: "conversation_information",
  operator: "operator_information",
  transcript: "transcript",
} as const;

type Fields = Record<string, unknown>;

/** A recognized message. */
export type HostMessage =
  | { kind: "contact"; contact: Fields }
  | { kind: "conversation"; conversation: Fields }
  | { kind: "operator"; operator: Fields }
  | { kind: "transcript"; transcript: unknown[]; conversation: number | null };

/** Returns null for unknown messages; browser extensions post messages as well. */
export function parseMessage(data: unknown): HostMessage | null {
  if (!isRecord(data) || typeof data.name !== "string") return null;
  const { payload } = data;
  switch (data.name) {
    case EVENTS.contact:
      return isRecord(payload) ? { kind: "contact", contact: unwrap(payload, "contact") } : null;
    case EVENTS.conversation:
      return isRecord(payload) ? { kind: "conversation", conversation: unwrap(payload, "conversation") } : null;
    case EVENTS.operator:
      return isRecord(payload) ? { kind: "operator", operator: unwrap(payload, "operator") } : null;
    case EVENTS.transcript: {
      const transcript = isRecord(payload) ? (payload.transcript ?? payload.messages) : payload;
      return Array.isArray(transcript)
        ? { kind: "transcript", transcript, conversation: conversationOf(payload, transcript) }
        : null;
    }
    default:
      return null;
  }
}

/** Accepts the information under a key of its own name or as the payload itself; the documentation leaves this open. */
function unwrap(payload: Fields, name: string): Fields {
  const held = payload[name];
  return isRecord(held) && Object.keys(payload).length === 1 ? held : payload;
}

/** Returns the id of the conversation that a transcript belongs to; null when it contains none. */
function conversationOf(payload: unknown, transcript: unknown[]): number | null {
  const first = transcript.find(isRecord);
  const named = (isRecord(payload) ? (payload.conversation_id ?? payload.id) : undefined) ?? first?.conversation_id;
  return typeof named === "number" ? named : null;
}

/** A notification that the Message Center shows the operator above the conversation. */
export interface HostToast {
  name: "toast";
  payload: { message: string; status: "success" | "error" };
}

export const hostToast = (message: string, status: HostToast["payload"]["status"]): HostToast => ({
  name: "toast",
  payload: { message, status },
});

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
