import { isTokenStored } from "../api/token.ts";
import { EmptyState } from "../elements/empty-state.tsx";
import { Notice } from "../elements/notice.tsx";
import { addon as t } from "../i18n/messages/addon.ts";
import { useApp } from "../views/use-app.ts";

/** The add-on outside of Userlike, where an operator's link opens it: says whose access this browser has now. */
export function HandOver() {
  const { api } = useApp();
  const state = api.state.value;
  const name = api.session.value?.name ?? null;
  return (
    <EmptyState icon="chat">
      <h1>{name === null ? t("title") : t("handedOver", { name })}</h1>
      <p>{name === null ? t("alone") : t("handedOverText")}</p>
      {name !== null && !isTokenStored() && <Notice kind="warning">{t("notStored", { host: location.host })}</Notice>}
      {state.is === "locked" && state.isRefused && (
        <Notice kind="error" role="alert">
          {t("revoked")}
        </Notice>
      )}
      {state.is === "unreachable" && <Notice kind="warning">{t("unreachable")}</Notice>}
      {name === null && <a href="./">{t("openPage")}</a>}
    </EmptyState>
  );
}
