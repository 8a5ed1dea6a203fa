import { useState } from "preact/hooks";
import { Button } from "../elements/button.tsx";
import { Card } from "../elements/card.tsx";
import { TextField } from "../elements/fields.tsx";
import { Notice } from "../elements/notice.tsx";
import { muted } from "../elements/text.tsx";
import { addon as t } from "../i18n/messages/addon.ts";
import { useApp } from "../views/use-app.ts";
import styles from "./access-panel.module.css";

/** Takes the operator's link, when this browser has none or it was revoked. */
export function AccessPanel() {
  const { api } = useApp();
  const [link, setLink] = useState("");
  const [isChecking, setChecking] = useState(false);
  // Whether the pasted link was refused, or the one that the browser had.
  const [hasEntered, setEntered] = useState(false);
  const state = api.state.value;
  const isRefused = state.is === "locked" && state.isRefused && !isChecking;

  const enter = async () => {
    if (link.trim() === "" || isChecking) return;
    setChecking(true);
    setEntered(true);
    const status = await api.enter(link);
    setChecking(false);
    if (status !== "locked") setLink("");
  };

  return (
    <Card class={styles.panel} aria-labelledby="access-title">
      <h1 id="access-title">{t("accessTitle")}</h1>
      <div role="status">{isRefused && <Notice kind="error">{t(hasEntered ? "linkWrong" : "revoked")}</Notice>}</div>
      <p>{t("accessText")}</p>
      <TextField
        label={t("link")}
        type="password"
        invalid={isRefused && hasEntered}
        value={link}
        onInput={setLink}
        onEnter={() => void enter()}
      />
      <Button kind="primary" icon="lock" aria-busy={isChecking} onClick={() => void enter()}>
        {t("useLink")}
      </Button>
      <p class={muted}>{t("framed")}</p>
    </Card>
  );
}
