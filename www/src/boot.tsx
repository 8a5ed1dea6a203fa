// Entry point. Importing main.tsx waits for the WebAssembly module, so a failure to load either is caught here and shown
// as a message.

import "../styles/main.css";
import "./addon/start.ts";
import { render } from "preact";
import { EmptyState } from "./elements/empty-state.tsx";
import { shell as t } from "./i18n/messages/shell.ts";
import { byId } from "./platform/dom.ts";
import { respectReducedMotion } from "./platform/reduced-motion.ts";
import { applyTheme } from "./platform/theme.ts";
import { installTrustedTypesPolicy } from "./shell/trusted-types.ts";

installTrustedTypesPolicy();
respectReducedMotion();
applyTheme();
try {
  await import("./main.tsx");
} catch (error) {
  render(
    <main>
      <EmptyState role="alert">
        <h1>{t("loadFailed")}</h1>
        <p>{t("loadFailedText")}</p>
        <pre>{String(error)}</pre>
      </EmptyState>
    </main>,
    byId("page"),
  );
}
