import type { SettingsProblem } from "../../../../contract/error-body.ts";
import type { Settings } from "../../../../contract/settings.ts";
import { ApiError } from "../../api/error.ts";
import { lime } from "../../elements/lime.ts";
import { settings as t } from "../../i18n/messages/settings.ts";
import { element } from "../../platform/dom.ts";
import type { App } from "../app.ts";
import { ActionResult, card } from "./card.ts";
import { TextInput } from "./field.ts";
import { loadLimetypes } from "./limetypes.ts";
import type { SettingsStore } from "./settings-store.ts";
import { submit } from "./submit.ts";

type WrongKey = Extract<Parameters<typeof t>[0], `wrong${string}`>;

/** Title of a failed connection test, by error code. */
const TITLE_BY_CODE: Partial<Record<ApiError["code"], WrongKey>> = {
  "bad-url": "wrongUrl",
  "not-lime-crm": "wrongUrl",
  "bad-key": "wrongKey",
  unauthorized: "wrongKey",
  forbidden: "wrongPermission",
  "rate-limited": "wrongLimit",
  unreachable: "wrongAway",
  unavailable: "wrongAway",
};

/** URL and API key of the Lime CRM that receives conversations, or the sandbox. */
export function limeCrmCard(
  app: App,
  settingsStore: SettingsStore,
): { element: HTMLElement; update: (now: Settings) => void } {
  const onEnter = () => void updateSettings();
  const placeholder = "https://lime.example.com/our-crm";
  const url = new TextInput({ label: t("url"), type: "url", placeholder, hint: t("urlHint"), onEnter });
  const apiKey = new TextInput({ label: t("apiKey"), type: "password", onEnter });
  const keyHint = element("p", { class: "field-hint" });
  const save = lime("limel-button", { label: t("update"), icon: "save", primary: true });
  const disconnect = lime("limel-button", { label: t("disconnect"), icon: "cancel" });
  const sandbox = lime("limel-switch", { label: t("sandbox"), helperText: t("sandboxHint") });
  const client = element("a", { href: "sandbox/client/", target: "_blank", rel: "noopener" }, t("openSandbox"));
  const result = new ActionResult();

  const fail = (problems: SettingsProblem[], error: unknown) => {
    url.invalid = problems.some(({ pointer }) => pointer.startsWith("/lime/url"));
    apiKey.invalid = problems.some(({ pointer }) => pointer.startsWith("/lime/apiKey"));
    const known = error instanceof ApiError ? TITLE_BY_CODE[error.code] : undefined;
    const title = known ?? (url.invalid ? "wrongUrl" : apiKey.invalid ? "wrongKey" : "wrongOther");
    result.showError(t(title), ...problems.map(({ message }) => message));
    sandbox.value = settingsStore.settings.value?.sandbox ?? sandbox.value;
  };

  const saveAndTest = (button: HTMLLimelButtonElement | null, act: () => Promise<string>) => {
    result.showProgress(t("testing"));
    const done = async () => {
      const message = await act();
      void loadLimetypes(app, false).catch(() => {});
      return message;
    };
    return submit(button, result, done, fail);
  };

  const updateSettings = () =>
    saveAndTest(save, async () => {
      const key = apiKey.value;
      await settingsStore.save({ lime: { url: url.value, ...(key === "" ? {} : { apiKey: key }) } });
      apiKey.value = "";
      return t("connected");
    });
  save.addEventListener("click", updateSettings);
  disconnect.addEventListener("click", () =>
    saveAndTest(disconnect, async () => {
      await settingsStore.save({ lime: null });
      url.value = "";
      return t("disconnected");
    }),
  );
  sandbox.addEventListener("change", ({ detail }) => {
    sandbox.value = detail;
    void saveAndTest(null, async () => {
      await settingsStore.save({ sandbox: detail });
      return t("saved");
    });
  });

  const state = element("p", { class: "setting-state" });
  const root = card(
    "lime",
    "company",
    t("lime"),
    state,
    element("div", { class: "setting-fields" }, url.element, apiKey.element),
    keyHint,
    element("div", { class: "setting-buttons" }, save, disconnect),
    result.element,
    element("div", { class: "setting-switch" }, sandbox, client),
  );

  let shownUrl: string | undefined;
  const update = (now: Settings) => {
    const { lime: crm, sandbox: on } = now;
    state.textContent = on ? t("usesSandbox") : t("usesLime", { host: crm === null ? "" : new URL(crm.url).host });
    state.dataset.is = on ? "sandbox" : "ready";
    sandbox.value = on;
    client.hidden = !on;
    disconnect.hidden = crm === null;
    keyHint.textContent = crm === null ? t("apiKeyHint") : t("apiKeyKept", { mask: crm.apiKey });
    // Keep what the user is typing.
    if (shownUrl !== crm?.url) url.value = crm?.url ?? "";
    shownUrl = crm?.url;
  };
  return { element: root, update };
}
