// Conversation of the simulated Message Center: the package's example with a named contact.

/** Transcript entry, as far as it is created or shown here. */
export interface Entry {
  id: string;
  conversation_id: number;
  part_id: number;
  type: string;
  sent_at: string;
  body: string;
  body_plain: string;
  operator_id: number | null;
  operator_name: string;
  /** Missing for entries without an author, such as status changes. */
  sender?: { type: string; id: number };
}

interface Example {
  id: number;
  contact: Record<string, unknown>;
  operator_assigned_to: number;
  transcript: unknown[];
}

/** Splits the example into the parts that Userlike posts separately. */
export function conversationOf(example: Example) {
  const { contact, transcript, ...conversation } = structuredClone(example);
  return {
    contact: { ...contact, name: "Ada Lindqvist", email: "ada.lindqvist@example.com" },
    conversation: { ...conversation, subject: "Where is my order?" },
    operator: { id: example.operator_assigned_to, name: "Peter Testman", email: "peter@example.com" },
    transcript: transcript as Entry[],
  };
}

/** Creates the next message of a transcript. */
export function message(transcript: readonly Entry[], from: "contact" | "operator", body: string): Entry {
  const last = transcript.findLast(({ sender }) => sender?.type === from);
  const before = transcript.at(-1);
  if (last === undefined || before === undefined) throw new Error("the example has messages of both");
  const [conversation, part, number] = before.id.split(".");
  const id = `${conversation}.${part}.${Number(number) + 1}`;
  const sent_at = new Date(Date.parse(before.sent_at) + 20_000).toISOString();
  return { ...last, id, type: "message", event: null, sent_at, body, body_plain: body } as Entry;
}
