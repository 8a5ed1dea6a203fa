import { useEffect, useMemo, useState } from "preact/hooks";
import { readLargeConversation } from "./large-conversation.ts";
import { type DisplayedConversation, readConversation } from "./read-conversation.ts";

/** Length of a payload that is not read on the page's own thread, in UTF-16 units. */
const LARGE = 100_000;

interface ReadConversation {
  /** Undefined when the payload is not a conversation. */
  conversation: DisplayedConversation | undefined;
  /** Whether the payload is being read; the conversation is that of the last large one. */
  isReading: boolean;
}

/** Reads a payload. */
export function useConversation(text: string): ReadConversation {
  const isLarge = text.length > LARGE;
  const [read, setRead] = useState<{ text: string; conversation: DisplayedConversation | undefined }>();
  const conversation = useMemo(() => (isLarge ? undefined : readConversation(text)), [text, isLarge]);
  useEffect(() => {
    if (!isLarge) return;
    let isCancelled = false;
    void readLargeConversation(text).then((conversation) => {
      if (!isCancelled) setRead({ text, conversation });
    });
    return () => {
      isCancelled = true;
    };
  }, [text, isLarge]);
  if (!isLarge) return { conversation, isReading: false };
  return { conversation: read?.conversation, isReading: read?.text !== text };
}
