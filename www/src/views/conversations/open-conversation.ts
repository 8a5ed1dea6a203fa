import { conversations as t } from "../../i18n/messages/conversations.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { setOpened } from "../../state/opened-conversation.ts";
import type { App } from "../app.ts";
import type { ConversationsController } from "./conversations-controller.ts";

/** Shows a conversation of the list; `keys` are those of the list, in its order. Default: the list as it is shown now. */
export async function openConversation(
  app: App,
  controller: ConversationsController,
  key: number,
  keys: readonly number[] = readableKeys(controller),
): Promise<void> {
  const { loader, place } = controller;
  try {
    const text = await loader.text(key);
    if (text === null) return app.toast(t("notThereYet"));
    app.store.setPayload(text);
  } catch (error) {
    return app.toast(problemText(error as Error), "error");
  }
  place.key = key;
  const at = keys.indexOf(key);
  const to = (other: number | undefined) =>
    other === undefined ? null : () => openConversation(app, controller, other, keys);
  setOpened({
    conversation: controller.conversations.row(key)?.conversation ?? null,
    position: at + 1,
    total: keys.length,
    payload: app.store.payload.value,
    previous: to(keys[at - 1]),
    next: to(keys[at + 1]),
  });
  app.navigate("#/conversation");
}

/** Returns the keys of the rows that can be opened, as they are shown. */
export function readableKeys({ conversations }: ConversationsController): number[] {
  return conversations.visible.value.filter(({ readError }) => readError === null).map(({ key }) => key);
}
