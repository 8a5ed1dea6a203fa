import type { Channel, ConversationState } from "../../../../contract/conversations.ts";
import type { DeadLetter } from "../../../../contract/dead-letters.ts";
import type { ErrorSummary } from "../../../../contract/errors.ts";

/** A version of the configuration. Version 0 is the package's example, which applies until one is saved. */
export interface SavedConfiguration {
  version: number;
  /** JSON text as it was sent. */
  text: string;
  savedAt: string | null;
}

/** A change of a conversation's state. */
export interface ConversationUpdate {
  channel: Channel;
  state: ConversationState;
  /** Link to its limeobject; absent: unchanged. */
  url?: string;
  /** Whether its newest send has created the limeobject. */
  created?: boolean;
  /** Number of files that its newest send could not attach. */
  missingFiles?: number;
  /** Error of its newest send. */
  error?: ErrorSummary;
}

/** A request of an operator. */
export interface OperatorUse {
  name: string;
  /** Seconds until the next request is accepted; 0 when this one is. */
  waitSeconds: number;
}

export type NewDeadLetter = Omit<DeadLetter, "id" | "at">;
