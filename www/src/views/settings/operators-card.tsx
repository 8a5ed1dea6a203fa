import { useRef, useState } from "preact/hooks";
import { type CreatedOperator, comparableName, type Operator } from "../../../../contract/operators.ts";
import { Button } from "../../elements/button.tsx";
import { confirm } from "../../elements/dialog.tsx";
import { TextField } from "../../elements/fields.tsx";
import { Notice } from "../../elements/notice.tsx";
import { muted } from "../../elements/text.tsx";
import { errorTexts } from "../../i18n/messages/error-texts.ts";
import { settings as t } from "../../i18n/messages/settings.ts";
import { toSentence } from "../../i18n/sentence.ts";
import { useApp } from "../use-app.ts";
import { ActionResult, useAction } from "./action.tsx";
import styles from "./operators-card.module.css";
import { isAbout } from "./problems.ts";
import { ButtonRow, SettingCard } from "./setting-card.tsx";
import type { SettingsStore } from "./settings-store.ts";

/** Access of the operators: links that are made, listed and revoked. */
export function OperatorsCard({ store }: { store: SettingsStore }) {
  const [name, setName] = useState("");
  /** Whether the name was refused before the server was asked. */
  const [isRefused, setRefused] = useState(false);
  const [created, setCreated] = useState<CreatedOperator | null>(null);
  const action = useAction();
  const form = useRef<HTMLDivElement>(null);
  const operators = store.operators.value ?? [];

  const isTaken = operators.some((operator) => comparableName(operator.name) === comparableName(name));

  const create = () => {
    setRefused(isTaken);
    if (isTaken) {
      action.clear();
      form.current?.querySelector("input")?.focus();
      return;
    }
    return action.run(
      async (signal) => {
        setCreated(await store.createOperator(name.trim(), signal));
        setName("");
        return () => t("operatorCreated");
      },
      { describe: (problems) => ({ title: t("operatorNot"), messages: problems.map(({ message }) => message) }) },
    );
  };
  const revoke = async (operator: Operator) => {
    const isConfirmed = await confirm({
      title: t("revokeTitle", { name: operator.name }),
      text: t("revokeText"),
      confirmLabel: t("revoke"),
      cancelLabel: t("cancel"),
      isDestructive: true,
    });
    if (!isConfirmed) return;
    await action.run(async (signal) => {
      await store.revokeOperator(operator.id, signal);
      if (created?.operator.id === operator.id) setCreated(null);
      return () => t("revoked", { name: operator.name });
    });
  };

  return (
    <SettingCard icon="coworker" title={t("operators")}>
      <p class={muted}>{t("operatorsText")}</p>
      <div ref={form} class={styles.form}>
        <TextField
          label={t("operatorName")}
          value={name}
          maxLength={100}
          error={isRefused && isTaken ? toSentence(errorTexts("operator-exists")) : undefined}
          invalid={(isRefused && isTaken) || action.problems.some(isAbout("/name"))}
          onInput={(name) => {
            setRefused(false);
            setName(name);
          }}
          onEnter={() => void create()}
        />
        <Button icon="add" disabled={name.trim() === ""} aria-busy={action.isRunning} onClick={() => void create()}>
          {t("createLink")}
        </Button>
      </div>
      <ActionResult action={action} />
      {created && <NewLink key={created.operator.id} created={created} onClose={() => setCreated(null)} />}
      {operators.length > 0 && (
        <ul class={styles.list} aria-label={t("operators")}>
          {operators.map((operator) => (
            <OperatorRow key={operator.id} operator={operator} onRevoke={() => void revoke(operator)} />
          ))}
        </ul>
      )}
    </SettingCard>
  );
}

function OperatorRow({ operator, onRevoke }: { operator: Operator; onRevoke(): void }) {
  const { format } = useApp();
  const { name, createdAt, lastUsedAt } = operator;
  return (
    <li class={styles.operator}>
      <div class={styles.who}>
        <bdi class={styles.name}>{name}</bdi>
        <span class={muted}>
          {t("operatorSince", { time: format.date(createdAt) })}
          {" · "}
          {lastUsedAt === null ? t("neverUsed") : t("lastUsed", { time: format.relative(lastUsedAt) })}
        </span>
      </div>
      <Button kind="quiet" icon="delete" aria-label={t("revokeOf", { name })} onClick={onRevoke}>
        {t("revoke")}
      </Button>
    </li>
  );
}

/** The link of a new operator, which is shown this once. */
function NewLink({ created: { operator, link }, onClose }: { created: CreatedOperator; onClose(): void }) {
  const [isCopied, setCopied] = useState<boolean | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <div class={styles.created}>
      <TextField
        label={t("linkFor", { name: operator.name })}
        hint={t("linkOnce")}
        readOnly
        value={link}
        onInput={() => {}}
        onFocus={(event) => event.currentTarget.select()}
      />
      <ButtonRow>
        <Button kind="primary" icon="copy" onClick={() => void copy()}>
          {t("copyLink")}
        </Button>
        <Button onClick={onClose}>{t("linkDone")}</Button>
      </ButtonRow>
      <div role="status">
        {isCopied !== null && (
          <Notice kind={isCopied ? "success" : "error"}>{t(isCopied ? "linkCopied" : "linkNotCopied")}</Notice>
        )}
      </div>
    </div>
  );
}
