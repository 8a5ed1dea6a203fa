import { type Settings, TRIGGERS, type Trigger } from "../../../../contract/settings.ts";
import { lime } from "../../elements/lime.ts";
import { interpolateNode } from "../../i18n/interpolate.ts";
import { settings as t } from "../../i18n/messages/settings.ts";
import { bidiIsolate, element } from "../../platform/dom.ts";
import type { App } from "../app.ts";
import { ActionResult, card } from "./card.ts";
import type { SettingsStore } from "./settings-store.ts";
import { submit } from "./submit.ts";

/** Message of each trigger. */
const LABELS = {
  $lime: "triggerLime",
  "conversation.ended": "triggerEnded",
  "chat_session.start": "triggerStart",
  "chat_session.message_received": "triggerReceived",
  "chat_session.message_sent": "triggerSent",
  "chat_session.unread": "triggerUnread",
  "chat_session.end": "triggerEnd",
  "chat_session.forward": "triggerForward",
  "chat_session.rating": "triggerRating",
  "chat_session.feedback": "triggerFeedback",
  "chat_session.survey": "triggerSurvey",
  "chat_session.goal": "triggerGoal",
} as const satisfies Record<Trigger, string>;

export function triggersCard(
  _app: App,
  settingsStore: SettingsStore,
): { element: HTMLElement; update: (now: Settings) => void } {
  const boxes = new Map<Trigger, HTMLInputElement>();
  const list = element(
    "ul",
    { class: "setting-checks" },
    ...TRIGGERS.map((trigger) => {
      const box = element("input", { type: "checkbox", value: trigger });
      boxes.set(trigger, box);
      return element(
        "li",
        {},
        element(
          "label",
          { class: "check" },
          box,
          element("span", {}, t(LABELS[trigger]), " ", element("code", {}, trigger)),
        ),
      );
    }),
  );
  const save = lime("limel-button", { label: t("save"), icon: "save" });
  const result = new ActionResult();
  save.addEventListener("click", () =>
    submit(save, result, async () => {
      await settingsStore.save({ triggers: [...boxes].filter(([, box]) => box.checked).map(([trigger]) => trigger) });
      return t("saved");
    }),
  );
  const address = new URL("webhooks/userlike", location.href.split("#")[0]).href;
  return {
    element: card(
      "triggers",
      "bot",
      t("triggers"),
      element(
        "p",
        { class: "muted" },
        ...interpolateNode(t("triggersText"), "url", bidiIsolate(address, { class: "address" })),
      ),
      list,
      element("div", { class: "setting-buttons" }, save),
      result.element,
    ),
    update: ({ triggers }) => {
      for (const [trigger, box] of boxes) box.checked = triggers.includes(trigger);
    },
  };
}
