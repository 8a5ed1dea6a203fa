import { DurableObject } from "cloudflare:workers";
import type { Env } from "./env.ts";
import type { Settings } from "./settings.ts";
import type { DeadLetter, ReceivedConversation, SavedConfiguration, SavedLimetypes, Way } from "./workspace/records.ts";

/** The one object that holds what belongs to no single conversation. */
export class Workspace extends DurableObject<Env> {
  settings(): Settings {
    throw new Error("soon");
  }
  /** The newest configuration, and the newest limetypes of this Lime CRM, by their versions alone. */
  versions(_source: string): { configuration: number; limetypes: number | null; fetchedAt: string | null } {
    throw new Error("soon");
  }
  configuration(_version?: number): SavedConfiguration | null {
    throw new Error("soon");
  }
  limetypes(_source: string): SavedLimetypes | null {
    throw new Error("soon");
  }
  addCounts(_counted: [key: string, by: number][]): void {}
  /** A conversation came in, or what became of it changed. */
  noteConversation(
    _conversation: number,
    _note: { way: Way; state: string; url?: string | null; error?: { code: string; message: string } | null },
  ): void {}
  /** The newest first; `before` is the `updatedAt` of the last one of the page before. */
  conversations(_limit: number, _before?: string): ReceivedConversation[] {
    throw new Error("soon");
  }
  addDeadLetter(_letter: Omit<DeadLetter, "id" | "at">): number {
    throw new Error("soon");
  }
  /** The newest first; `before` is the id of the last one of the page before. */
  deadLetters(_limit: number, _before?: number): DeadLetter[] {
    throw new Error("soon");
  }
  deadLetter(_id: number): DeadLetter | null {
    throw new Error("soon");
  }
  removeDeadLetter(_id: number): boolean {
    throw new Error("soon");
  }
}
