import type { HostMessage } from "./protocol.ts";

/** Part of a conversation that has not arrived yet and is required for sending. */
export type MissingPart = "conversation" | "transcript";

/**
 * Assembles the payload, as Userlike sends it in one piece elsewhere, from the messages of the Message Center, which
 * arrive in any order.
 */
export class ConversationAssembler {
  #contact: Record<string, unknown> | null = null;
  #conversation: Record<string, unknown> | null = null;
  #operator: Record<string, unknown> | null = null;
  #transcript: { entries: unknown[]; conversation: number | null } | null = null;

  add(message: HostMessage): void {
    switch (message.kind) {
      case "contact":
        this.#contact = message.contact;
        break;
      case "conversation":
        this.#conversation = message.conversation;
        break;
      case "operator":
        this.#operator = message.operator;
        break;
      case "transcript":
        this.#transcript = { entries: message.transcript, conversation: message.conversation };
    }
  }

  /** Name of the operator who uses the Message Center; empty while unknown. */
  get operator(): string {
    const { name, display_name, first_name, last_name, email } = this.#operator ?? {};
    const text = (value: unknown) => (typeof value === "string" ? value.trim() : "");
    const full = `${text(first_name)} ${text(last_name)}`.trim();
    return text(name) || text(display_name) || full || text(email);
  }

  get missing(): MissingPart[] {
    const missing: MissingPart[] = [];
    if (this.#conversation === null) missing.push("conversation");
    if (this.#ownTranscript() === null) missing.push("transcript");
    return missing;
  }

  /** Whether the transcript is the Message Center's, which has only the messages that the operator can see. */
  get isPartial(): boolean {
    return this.#transcript !== null && this.#ownTranscript() === this.#transcript.entries;
  }

  /** The payload assembled so far; null before the first part of a conversation. */
  get payload(): Record<string, unknown> | null {
    if (this.#contact === null && this.#conversation === null && this.#transcript === null) return null;
    const transcript = this.#ownTranscript();
    return {
      ...(this.#conversation ?? (this.#transcript?.conversation ? { id: this.#transcript.conversation } : {})),
      ...(this.#contact === null ? {} : { contact: this.#contact }),
      ...(transcript === null ? {} : { transcript }),
    };
  }

  /** Ignores the transcript of another, earlier conversation. */
  #ownTranscript(): unknown[] | null {
    const { id, transcript } = this.#conversation ?? {};
    const other = this.#transcript?.conversation ?? null;
    if (this.#transcript !== null && (other === null || typeof id !== "number" || other === id))
      return this.#transcript.entries;
    return Array.isArray(transcript) ? transcript : null;
  }
}
