/** What an administrator can set. */
export interface Settings {
  /** The real Lime CRM; null until one is entered. `apiKey` never leaves the worker but to that Lime CRM. */
  lime: { url: string; apiKey: string } | null;
  /** Whether deliveries go to the sandbox instead. */
  sandbox: boolean;
  /** Which callbacks of Userlike's API add-on are delivered. */
  triggers: Trigger[];
  /** Origins that may show the page in a frame, as Userlike's custom add-on does. */
  addonOrigins: string[];
  /** Hosts that media files may be fetched from; "*.x" means every host below x. */
  mediaHosts: string[];
  /** How many requests Lime CRM takes in how many seconds. */
  rateLimit: { requests: number; seconds: number };
}

/** An operator's chat command `$lime`, or a callback as `<_type>.<_event>`. */
export const TRIGGERS = [
  "$lime",
  "conversation.ended",
  "chat_session.start",
  "chat_session.message_received",
  "chat_session.message_sent",
  "chat_session.unread",
  "chat_session.end",
  "chat_session.forward",
  "chat_session.rating",
  "chat_session.feedback",
  "chat_session.survey",
  "chat_session.goal",
] as const;

export type Trigger = (typeof TRIGGERS)[number];
