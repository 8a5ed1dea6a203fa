// View for many conversations: import, filter, check and send.

import { conversations as t } from "../../i18n/messages/conversations.ts";
import { onChange } from "../../platform/signal.ts";
import { filesToList } from "../../state/files-to-list.ts";
import type { CreateView } from "../view.ts";
import { controllerFor } from "./conversations-controller.ts";
import { ConversationsView } from "./conversations-view.tsx";
import { NO_FILTER } from "./filter.ts";

export const view: CreateView = (app) => {
  const { api } = app;
  const controller = controllerFor(app);
  const files = filesToList.peek();
  filesToList.value = [];
  if (files.length > 0) controller.conversations.importFiles(files);
  let linked = linkedConversation(location.hash);
  if (linked !== null) controller.conversations.setFilter({ ...NO_FILTER, search: linked });
  /** Loads the conversation that the address names, too, as soon as the worker can be asked. */
  const ask = async () => {
    if (api.status.value !== "ready") return;
    await controller.ask().catch(() => {});
    if (linked === null) return;
    linked = null;
    await controller.received.refresh().catch(() => {});
  };
  void ask();
  return {
    content: <ConversationsView {...controller} />,
    title: () => t("title"),
    dispose: onChange(api.status, () => void ask()),
  };
};

/** The conversation of a link in the worker's answer to Userlike's add-on: `#/conversations?conversation=<id>`. */
const linkedConversation = (hash: string): string | null => /[?&]conversation=(\d+)/.exec(hash)?.[1] ?? null;
