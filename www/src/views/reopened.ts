import { keptPosition, openedConversation } from "../state/opened-conversation.ts";
import type { App } from "./app.ts";

/** Lets the conversation that is shown again after a reload lead to its neighbors in the list, which is loaded when it is asked for. */
export function restoreOpened(app: App): void {
  const payload = app.store.payload.value;
  const opened = keptPosition(payload);
  if (opened === undefined) return;
  const to = (step: -1 | 1) => async () => {
    const { reopenConversation } = await import("./conversations/reopen-conversation.ts");
    await reopenConversation(app, opened, step);
  };
  const { position, total } = opened;
  openedConversation.value = {
    ...opened,
    payload,
    previous: position > 1 ? to(-1) : null,
    next: position < total ? to(1) : null,
  };
}
