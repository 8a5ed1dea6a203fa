// Input below the conversation for the chat command `$lime`, as in the Message Center.

import { clsx } from "clsx";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Button, IconButton } from "../../elements/button.tsx";
import { Icon } from "../../elements/icon.tsx";
import { muted } from "../../elements/text.tsx";
import { conversation as t } from "../../i18n/messages/conversation.ts";
import { useApp } from "../use-app.ts";
import { type CommandCompletion, completions } from "./completions.ts";
import styles from "./composer.module.css";
import { runCommand } from "./run-command.ts";
import { useWorkbench } from "./workbench.ts";

const LIST_ID = "command-list";
const STATUS_ID = "command-status";

interface Answer {
  text: string;
  isError: boolean;
}

const NO_ANSWER: Answer = { text: "", isError: false };

export function Composer() {
  const app = useApp();
  const { sendController } = useWorkbench();
  const input = useRef<HTMLInputElement>(null);
  const [answer, setAnswer] = useState(NO_ANSWER);
  const [shown, setShown] = useState<readonly CommandCompletion[]>([]);
  const [active, setActive] = useState(-1);
  const field = () => input.current as HTMLInputElement;

  const complete = () => {
    const found = completions(app.store.config.value, field().value);
    setShown(found);
    setActive(-1);
    return found;
  };
  const close = () => setShown([]);
  const accept = (index: number) => {
    field().value = shown[index]?.text ?? field().value;
    close();
    field().focus();
  };
  const submit = async () => {
    const text = field().value.trim();
    close();
    if (text === "") return;
    const reason = await runCommand(app, sendController, text);
    if (reason === undefined) field().value = "";
    setAnswer(reason === undefined ? NO_ANSWER : { text: reason, isError: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    const isOpen = shown.length > 0;
    if (key === "ArrowDown" || key === "ArrowUp") {
      const found = isOpen ? shown : complete();
      if (found.length === 0) return;
      const from = isOpen ? active : -1;
      // From the input itself, the arrow up leads to the last one.
      setActive(key === "ArrowDown" ? (from + 1) % found.length : (from <= 0 ? found.length : from) - 1);
    } else if ((key === "Tab" || key === "Enter") && isOpen && active >= 0) {
      accept(active);
    } else if (key === "Tab" && isOpen && shown[0]?.text !== field().value.trim()) {
      accept(0);
    } else if (key === "Escape" && isOpen) {
      close();
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <div class={styles.composer}>
      <p
        id={STATUS_ID}
        class={clsx(styles.status, answer.text !== "" && styles.said, answer.isError && styles.error)}
        role="status"
      >
        <bdi>{answer.text}</bdi>
      </p>
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Completions completions={shown} active={active} onAccept={accept} />
        <IconButton
          icon="help"
          label={t("commandHelp")}
          onClick={() => {
            setAnswer(
              answer.text === t("commandHelpText") ? NO_ANSWER : { text: t("commandHelpText"), isError: false },
            );
            field().focus();
          }}
        />
        <input
          ref={input}
          id="command"
          class={styles.input}
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          role="combobox"
          aria-label={t("command")}
          aria-autocomplete="list"
          aria-controls={LIST_ID}
          aria-expanded={shown.length > 0}
          aria-activedescendant={active >= 0 && shown.length > 0 ? optionId(active) : undefined}
          aria-describedby={STATUS_ID}
          placeholder={t("commandPlaceholder")}
          onInput={() => {
            setAnswer(NO_ANSWER);
            complete();
          }}
          onBlur={close}
          onKeyDown={onKeyDown}
        />
        <Button kind="primary" type="submit" title={t("commandRun")}>
          <Icon name="send" label={t("commandRun")} />
        </Button>
      </form>
    </div>
  );
}

interface CompletionsProps {
  completions: readonly CommandCompletion[];
  active: number;
  onAccept(index: number): void;
}

function Completions({ completions, active, onAccept }: CompletionsProps) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => list.current?.children[active]?.scrollIntoView({ block: "nearest" }), [active]);
  return (
    <div
      ref={list}
      id={LIST_ID}
      class={styles.completions}
      role="listbox"
      aria-label={t("command")}
      hidden={completions.length === 0}
    >
      {completions.map(({ text, help }, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus
        <div
          key={text}
          id={optionId(index)}
          role="option"
          aria-selected={index === active}
          // Before the input loses the focus.
          onPointerDown={(event) => {
            event.preventDefault();
            onAccept(index);
          }}
        >
          <code>
            <bdi>{text}</bdi>
          </code>
          <bdi class={muted}>{help}</bdi>
        </div>
      ))}
    </div>
  );
}

function optionId(index: number): string {
  return `command-${index}`;
}
