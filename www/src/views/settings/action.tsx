// Something that a button of a card does at the server, and how it ended. Texts are functions: they follow the language.

import { useRef, useState } from "preact/hooks";
import { Button } from "../../elements/button.tsx";
import { Notice } from "../../elements/notice.tsx";
import { settings as t } from "../../i18n/messages/settings.ts";
import styles from "./action.module.css";
import { problemsOf, type SettingProblem } from "./problems.ts";

interface Failure {
  title: string;
  messages: readonly string[];
}

type ActionState =
  | { is: "idle" }
  | { is: "running"; text: (() => string) | undefined }
  | { is: "done"; text: () => string }
  | { is: "failed"; failure: () => Failure; problems: readonly SettingProblem[] };

interface ActionOptions {
  /** What is said while it runs. Default: nothing. */
  progress?(): string;
  /** Default: "Not saved", with all messages. */
  describe?(problems: readonly SettingProblem[], error: unknown): Failure;
}

export interface Action {
  state: ActionState;
  /** Problems of the last run. */
  problems: readonly SettingProblem[];
  isRunning: boolean;
  /** Runs `act`, which returns what is said when it succeeded. Does nothing while another run is going on. */
  run(act: (signal: AbortSignal) => Promise<() => string>, options?: ActionOptions): Promise<void>;
  /** Ends the run without waiting for its answer. */
  cancel(): void;
  /** Shows a failure that happened in the browser. */
  fail(failure: () => Failure): void;
  clear(): void;
}

export function useAction(): Action {
  const [state, setState] = useState<ActionState>({ is: "idle" });
  const running = useRef<AbortController | null>(null);
  return {
    state,
    problems: state.is === "failed" ? state.problems : [],
    isRunning: state.is === "running",
    run: async (act, { progress, describe = notSaved } = {}) => {
      if (running.current !== null) return;
      const controller = new AbortController();
      running.current = controller;
      setState({ is: "running", text: progress });
      try {
        setState({ is: "done", text: await act(controller.signal) });
      } catch (error) {
        setState(
          controller.signal.aborted
            ? { is: "failed", failure: () => ({ title: t("cancelled"), messages: [] }), problems: [] }
            : {
                is: "failed",
                failure: () => describe(problemsOf(error), error),
                problems: problemsOf(error),
              },
        );
      } finally {
        running.current = null;
      }
    },
    cancel: () => running.current?.abort(),
    fail: (failure) => setState({ is: "failed", failure, problems: [] }),
    clear: () => setState({ is: "idle" }),
  };
}

const notSaved = (problems: readonly SettingProblem[]): Failure => ({
  title: t("wrongOther"),
  messages: problems.map(({ message }) => message),
});

/** How an action ended, as a live region. */
export function ActionResult({ action: { state, cancel } }: { action: Action }) {
  return (
    <div class={styles.result} role="status">
      {state.is === "running" && state.text !== undefined && (
        <Notice>
          <div class={styles.running}>
            {state.text()}
            <Button kind="quiet" onClick={cancel}>
              {t("cancel")}
            </Button>
          </div>
        </Notice>
      )}
      {state.is === "done" && <Notice kind="success">{state.text()}</Notice>}
      {state.is === "failed" && <FailureNotice {...state.failure()} />}
    </div>
  );
}

function FailureNotice({ title, messages }: Failure) {
  return (
    <Notice kind="error" title={title}>
      {messages.map((message) => (
        <p key={message} dir="auto">
          {message}
        </p>
      ))}
    </Notice>
  );
}
