// Entry point. Importing main.tsx waits for the WebAssembly module, so a failure to load either is caught here and shown
// as a message.

import "../styles/main.css";
import "./addon/start.ts";
import { render } from "preact";
import { EmptyState } from "./elements/empty-state.tsx";
import { language } from "./i18n/language.ts";
import { loadFailed as t } from "./i18n/messages/load-failed.ts";
import { byId } from "./platform/dom.ts";
import { applyTheme } from "./platform/theme.ts";
import { installTrustedTypesPolicy } from "./shell/trusted-types.ts";

installTrustedTypesPolicy();
language.subscribe((language) => {
  document.documentElement.lang = language;
});
applyTheme();
import("./main.tsx")
  .then(({ start }) => start())
  .catch((error: unknown) =>
    render(
      <main>
        <EmptyState role="alert">
          <h1>{t("title")}</h1>
          <p>{t("text")}</p>
          <pre>{String(error)}</pre>
        </EmptyState>
      </main>,
      byId("page"),
    ),
  );
