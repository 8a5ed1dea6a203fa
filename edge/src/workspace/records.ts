/** A version of the configuration. `version` 0 is the package's example: nobody has saved one yet. */
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

/** A conversation, as the list of those that came in shows it: no contents. */
export interface ReceivedConversation {
  conversation: number;
  way: Way;
  /** queued, delivering, delivered, failed, ... */
  state: string;
  receivedAt: string;
  updatedAt: string;
  /** The link to its limeobject, once there is one. */
  url: string | null;
  /** The code of the error that ended its newest delivery, and what it says. */
  error: { code: string; message: string } | null;
}

/** A delivery that was given up. */
export interface DeadLetter {
  id: number;
  conversation: number;
  at: string;
  attempts: number;
  error: { code: string; message: string };
  /** The queue's message, to be sent again. */
  message: unknown;
}
