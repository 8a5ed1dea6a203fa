/** A version of the configuration. Version 0 is the package's example: nobody has saved one yet. */
export interface SavedConfiguration {
  version: number;
  /** As it was sent. */
  text: string;
  savedAt: string | null;
}

/** Lime CRM's limetypes, as they were when they were last asked for. */
export interface SavedLimetypes {
  /** Changes when the limetypes do, not when they are fetched again. */
  version: number;
  /** JSON text, as `GET api/v1/limetype/?_embed=limetypes.properties` answers. */
  text: string;
  fetchedAt: string;
}

/** How a conversation came in. */
export type Way = "userlike" | "webhook" | "send" | "bulk" | "backfill" | "redrive";

/** What became of a conversation. */
export interface ConversationNote {
  way: Way;
  /** queued, delivering, delivered, failed, ... */
  state: string;
  /** The link to its limeobject; absent: what was known before stays. */
  url?: string;
  /** The error that ended its newest delivery. */
  error?: { code: string; message: string };
}

/** A conversation, as the list of those that came in shows it: no contents. */
export interface ReceivedConversation {
  conversation: number;
  way: Way;
  state: string;
  receivedAt: string;
  updatedAt: string;
  url: string | null;
  error: { code: string; message: string } | null;
}

/** A delivery that was given up. */
export interface DeadLetter {
  id: number;
  conversation: number;
  at: string;
  attempts: number;
  error: { code: string; message: string };
  /** The queue's message as JSON text, to be sent again. */
  message: string;
}
