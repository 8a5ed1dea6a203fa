import type { HostMessage } from "./protocol.ts";

/** What is missing before the conversation can be sent. */
export type MissingPart = "conversation" | "transcript";

/**
 * The parts of a conversation that came so far, in any order, put together to the payload that Userlike sends elsewhere
 * in one piece.
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

  /** Who sits in front of the Message Center. */
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

  /** The payload as far as it is known; null until something of the conversation is. */
  get payload(): Record<string, unknown> | null {
    if (this.#contact === null && this.#conversation === null && this.#transcript === null) return null;
    const transcript = this.#ownTranscript();
    return {
      ...(this.#conversation ?? (this.#transcript?.conversation ? { id: this.#transcript.conversation } : {})),
      ...(this.#contact === null ? {} : { contact: this.#contact }),
      ...(transcript === null ? {} : { transcript }),
    };
  }

  /** A transcript of another conversation, left over from before, is none of this one. */
  #ownTranscript(): unknown[] | null {
    const { id, transcript } = this.#conversation ?? {};
    const other = this.#transcript?.conversation ?? null;
    if (this.#transcript !== null && (other === null || typeof id !== "number" || other === id))
      return this.#transcript.entries;
    return Array.isArray(transcript) ? transcript : null;
  }
}
