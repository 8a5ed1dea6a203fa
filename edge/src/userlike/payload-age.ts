// Which of two payloads of a conversation is the older one. Callbacks can arrive late, and in another order than they were sent.

import { PayloadError, summary } from "userlike-limeobject";

/** How far a conversation had come when its payload was made. */
export interface PayloadAge {
  /** Time of the newest message, in milliseconds since 1970; 0 when no message has a time. */
  lastMessage: number;
  /** Number of messages. */
  messages: number;
  /** Time of the end, in milliseconds since 1970; 0 for a conversation that goes on. */
  ended: number;
}

/** Reads the age of a payload; null when it cannot be read. */
export function readAge(payload: Uint8Array): PayloadAge | null {
  try {
    const { lastMessage, messageCount, endedAt } = summary(payload);
    return { lastMessage: milliseconds(lastMessage?.sentAt), messages: messageCount, ended: milliseconds(endedAt) };
  } catch (error) {
    if (error instanceof PayloadError) return null;
    throw error;
  }
}

const milliseconds = (time: string | null | undefined): number => (time ? Date.parse(time) || 0 : 0);

/** Whether `received` was made before `stored`: by the newest message, then the number of messages, then the end. */
export function isOlder(received: PayloadAge, stored: PayloadAge): boolean {
  const differences = [
    received.lastMessage - stored.lastMessage,
    received.messages - stored.messages,
    received.ended - stored.ended,
  ];
  return (differences.find((difference) => difference !== 0) ?? 0) < 0;
}
