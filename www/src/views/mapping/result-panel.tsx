// Result of the open property for the current conversation: its value, its sources in order, and its problems.

import { clsx } from "clsx";
import { useId } from "preact/hooks";
import type { Finding, PropertyInfo } from "userlike-limeobject";
import { muted } from "../../elements/text.tsx";
import { findingHelp } from "../../i18n/messages/finding-help.ts";
import { findingLabels } from "../../i18n/messages/finding-labels.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { problemText } from "../../i18n/problem-text.ts";
import { inQuotes } from "../../i18n/quotes.ts";
import { displayPath } from "../../state/display-path.ts";
import { findingText } from "../../state/finding-text.ts";
import type { PropertyOutcome } from "./block-model.ts";
import { Message } from "./message.tsx";
import type { Block, PropertyRule } from "./model/config.ts";
import type { PayloadTree } from "./model/payload-tree.ts";
import { OutdatedTag } from "./outdated-tag.tsx";
import styles from "./result-panel.module.css";
import { useEditor, useSelect } from "./use-editor.ts";
import { constantText, valueText } from "./value-text.ts";

interface ResultPanelProps {
  block: Block;
  name: string;
}

export function ResultPanel({ block, name }: ResultPanelProps) {
  const id = useId();
  const { payload, isOutdated } = useEditor();
  const property = useSelect(({ blocks }) => blocks[block].properties.value.get(name), [block, name]);
  const outcome = useSelect(({ blocks }) => blocks[block].outcome(name), [block, name]);
  const problems = useSelect(
    (editor) => {
      const rule = editor.blocks[block].rules.value.get(name);
      return rule === undefined ? [] : editor.problemsAt(rule.pointer, true);
    },
    [block, name],
  );
  const findings = useSelect(({ blocks }) => blocks[block].findings(name), [block, name]);
  const mappedRule = useSelect(({ blocks }) => blocks[block].mappedRules.value.get(name), [block, name]);
  const steps = sourceSteps(mappedRule, property, outcome, payload.value);
  const isOld = isOutdated.value;
  return (
    <section class={styles.panel} aria-live="polite" aria-labelledby={id}>
      <h4 id={id}>{t("effect")}</h4>
      {isOld && <OutdatedTag />}
      <div class={clsx(styles.result, isOld && styles.outdated)}>
        <Value outcome={outcome} property={property} />
        {steps.length > 0 && (
          <ol class={styles.steps}>
            {steps.map(({ what, value, state }, index) => (
              <li key={index} class={clsx(styles.step, state === "used" && styles.used)}>
                <bdi class={styles.what}>{what}</bdi>
                {value !== "" && <bdi class={styles.value}>{value}</bdi>}
                <span class={styles.state}>{t(STATE_TEXTS[state])}</span>
              </li>
            ))}
          </ol>
        )}
        {findings.length > 0 && (
          <ul class={styles.messages}>
            {findings.map((finding, index) => (
              <FindingMessage key={index} finding={finding} />
            ))}
          </ul>
        )}
      </div>
      {problems.length > 0 && (
        <ul class={styles.messages}>
          {problems.map((problem, index) => (
            <Message key={index} severity={problem.severity} text={problemText(problem)} />
          ))}
        </ul>
      )}
      {[...problems, ...findings].some(({ code }) => code === "option-unknown") && <Options property={property} />}
    </section>
  );
}

/** All options of a property, because a message names a few only. */
function Options({ property }: { property: PropertyInfo | undefined }) {
  const options = (property?.options ?? []).filter(({ key, inactive }) => key !== "" && !inactive);
  if (options.length === 0) return null;
  const texts = options.map(({ key, text }) => (text && text !== key ? `${text} (${key})` : key));
  return (
    <p class={styles.options} dir="auto">
      {t("allOptions", { n: texts.length })} {texts.join(", ")}
    </p>
  );
}

const STATE_TEXTS = { used: "effectUsed", empty: "effectEmpty", "not-needed": "effectNotNeeded" } as const;

interface ValueProps {
  outcome: PropertyOutcome | undefined;
  property: PropertyInfo | undefined;
}

function Value({ outcome, property }: ValueProps) {
  const isKnown = useSelect(({ mapped }) => mapped.value !== undefined);
  const kind = useSelect((editor) => editor.outcome.value?.kind);
  const reason = isKnown
    ? t("effectNoObject")
    : kind === "errors"
      ? t("effectErrors")
      : kind === "no-payload"
        ? t("effectNoPayload")
        : "";
  const text = outcome === undefined ? reason : outcome.value === undefined ? t("effectNothing") : undefined;
  if (text !== undefined || outcome?.value === undefined) return <p class={muted}>{text}</p>;
  return (
    <p class={styles.text}>
      <bdi>{valueText(outcome.value, property) || inQuotes("")}</bdi>
    </p>
  );
}

function FindingMessage({ finding }: { finding: Finding }) {
  return (
    <Message severity={finding.severity} label={findingLabels(finding.code)} text={findingText(finding)}>
      <p class={muted}>{findingHelp(finding.code)}</p>
    </Message>
  );
}

interface SourceStep {
  what: string;
  value: string;
  state: keyof typeof STATE_TEXTS;
}

/** Returns the possible sources in order of priority, and which of them is used. */
function sourceSteps(
  rule: PropertyRule | undefined,
  property: PropertyInfo | undefined,
  outcome: PropertyOutcome | undefined,
  payload: PayloadTree,
): SourceStep[] {
  const sources = outcome?.sources ?? [];
  if (rule === undefined) {
    const paths = sources.flatMap((source) => ("payload" in source ? displayPath(source.payload) : []));
    return paths.length === 0 ? [] : [{ what: [...new Set(paths)].join(", "), value: "", state: "used" }];
  }
  const uses = (pointer: string) =>
    sources.some((source) => ("payload" in source ? source.config : source.constant)?.startsWith(pointer));
  let isFound = false;
  const step = (what: string, value: string, pointer: string): SourceStep => {
    const isUsed = uses(pointer);
    const state = isUsed ? "used" : isFound ? "not-needed" : "empty";
    isFound ||= isUsed;
    return { what, value, state };
  };
  const steps = rule.userlikeKeys.map((key, index) =>
    step(
      key,
      payload.textAt(key) ?? "",
      `${rule.pointer}/userlikeKey${rule.userlikeKeys.length === 1 ? "" : `/${index}`}`,
    ),
  );
  const { template, defaultValue } = rule;
  if (template !== null) steps.push(step(t("templateSource", { template }), "", `${rule.pointer}/template`));
  if (uses(`${rule.pointer}/map`)) steps.push({ what: t("effectReplaced"), value: "", state: "used" });
  if (defaultValue !== null) {
    const state = uses(`${rule.pointer}/defaultValue`) ? "used" : "not-needed";
    steps.push({ what: t("defaultValue"), value: constantText(defaultValue, property), state });
  }
  return steps;
}
