/** What starts a delivery: the operator's chat command `$lime`, or a callback as `<_type>.<_event>`. */
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

/** A rate limit: at most `requests` within any interval of `seconds`. */
export interface Rate {
  requests: number;
  seconds: number;
}

/** The largest numbers of a rate; the smallest are 1. */
export const MAX_RATE: Rate = { requests: 1_000_000, seconds: 86_400 };

export interface LimeCrmAccess {
  url: string;
  apiKey: string;
}

export interface Settings {
  /** The real Lime CRM; null until one is entered. The worker answers with the end of the API key only. */
  lime: LimeCrmAccess | null;
  /** Whether deliveries go to the sandbox instead. */
  sandbox: boolean;
  /** Callbacks of Userlike's API add-on that are delivered. */
  triggers: Trigger[];
  /** Origins that may show the page in a frame, as Userlike's custom add-on does. */
  addonOrigins: string[];
  /** Hosts that media files may be fetched from; `*.x` means every host below x. */
  mediaHosts: string[];
  /** Rate limit of Lime CRM. */
  rateLimit: Rate;
}

/** Settings to change. An absent key keeps its value. */
export interface SettingsChanges extends Partial<Omit<Settings, "lime">> {
  /** Without `apiKey` the stored key is kept, unless the URL names another server. */
  lime?: { url?: string; apiKey?: string } | null;
}

/** Answer of `GET /addon.json`. */
export interface AddonOrigins {
  origins: string[];
}
