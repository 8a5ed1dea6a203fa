import { useState } from "preact/hooks";
import { Button } from "../../elements/button.tsx";
import { TextField } from "../../elements/fields.tsx";
import { Notice } from "../../elements/notice.tsx";
import { muted } from "../../elements/text.tsx";
import { settings as t } from "../../i18n/messages/settings.ts";
import { useApp } from "../use-app.ts";
import styles from "./action.module.css";
import { ButtonRow, FieldRow, SettingCard } from "./setting-card.tsx";

/** The token that the server asks for. What is said follows from the state of the connection alone. */
export function AccessCard() {
  const { api } = useApp();
  const [token, setToken] = useState("");
  const [isChecking, setChecking] = useState(false);
  const state = api.state.value;
  const session = api.session.value;
  const isRefused = state.is === "locked" && state.isRefused;

  const enter = async () => {
    if (token.trim() === "" || isChecking) return;
    setChecking(true);
    const status = await api.enter(token);
    setChecking(false);
    if (status !== "locked") setToken("");
  };

  return (
    <SettingCard icon="lock" title={t("access")}>
      <div class={styles.result} role="status">
        {isChecking ? (
          <Notice>{t("checkingToken")}</Notice>
        ) : isRefused ? (
          <Notice kind="error">{t("tokenWrong")}</Notice>
        ) : (
          session && (
            <Notice kind="success">
              {session.name === null ? t("signedIn") : t("signedInAs", { name: session.name })}
            </Notice>
          )
        )}
      </div>
      {session?.role !== "administrator" && (
        <>
          <p class={muted}>{t(session ? "operatorText" : isRefused ? "tokenStays" : "accessText")}</p>
          <FieldRow>
            <TextField
              label={t("token")}
              type="password"
              hint={t(session ? "tokenHintOperator" : "tokenHint")}
              invalid={isRefused && !isChecking}
              value={token}
              onInput={setToken}
              onEnter={() => void enter()}
            />
          </FieldRow>
          <ButtonRow>
            <Button kind="primary" icon="lock" onClick={() => void enter()}>
              {t("signIn")}
            </Button>
          </ButtonRow>
        </>
      )}
      {session && (
        <ButtonRow>
          <Button icon="cancel" onClick={() => void api.leave()}>
            {t("signOut")}
          </Button>
        </ButtonRow>
      )}
    </SettingCard>
  );
}
