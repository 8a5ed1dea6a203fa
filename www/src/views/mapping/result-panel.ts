// Result of the open property for the current conversation: its value, its sources in order, and its problems.

import type { Finding, Limeobject, Problem, PropertyInfo, ValueSource } from "userlike-limeobject";
import { findingHelp } from "../../i18n/messages/finding-help.ts";
import { findingLabels } from "../../i18n/messages/finding-labels.ts";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import type { Component } from "./component.ts";
import { findingsOf, type MappingState, problemsAt, ROLE_OF_BLOCK } from "./mapping-model.ts";
import type { Block, PropertyRule } from "./model/config.ts";
import { constantText, valueText } from "./value-text.ts";

export interface ResultPanelState {
  state: MappingState;
  block: Block;
  name: string;
  property: PropertyInfo | undefined;
  rule: PropertyRule | undefined;
}

/** Result of a property in a preview. */
export interface PropertyResult {
  object: Limeobject | undefined;
  sources: readonly ValueSource[];
  /** Formatted value; undefined when none is written. */
  text: string | undefined;
}

export function propertyResult(
  state: MappingState,
  block: Block,
  name: string,
  property: PropertyInfo | undefined,
): PropertyResult | undefined {
  if (state.testResult.kind !== "preview") return undefined;
  const object = state.testResult.preview.objects.find(({ role }) => role === ROLE_OF_BLOCK[block]);
  const value = object?.values[name];
  return {
    object,
    sources: object?.sources[name] ?? [],
    text: value === undefined ? undefined : valueText(value, property),
  };
}

export function resultPanel(): Component<ResultPanelState> {
  const value = make("p", { class: "effect-value" });
  const steps = make("ol", { class: "effect-steps" });
  const notes = make("ul", { class: "effect-notes" });
  const element = make(
    "section",
    { class: "effect", "aria-live": "polite", "aria-label": t("effect") },
    make("h4", {}, t("effect")),
    value,
    steps,
    notes,
  );
  return {
    element,
    show: (panelState) => {
      const { state, block, name, property, rule } = panelState;
      const result = propertyResult(state, block, name, property);
      const findings = findingsOf(state, block, name);
      const problems = rule === undefined ? [] : problemsAt(state, rule.pointer, true);
      value.replaceChildren(...valueNodes(state, result));
      steps.replaceChildren(...sourceItems(panelState, result));
      notes.replaceChildren(...problems.map((problem) => messageItem(problem)), ...findings.map(findingItem));
      steps.hidden = steps.childElementCount === 0;
      notes.hidden = notes.childElementCount === 0;
    },
  };
}

function valueNodes({ testResult }: MappingState, result: PropertyResult | undefined): Node[] {
  const hint = (text: string) => [make("span", { class: "hint" }, text)];
  if (testResult.kind === "errors") return hint(t("effectErrors"));
  if (testResult.kind === "no-payload") return hint(t("effectNoPayload"));
  if (testResult.kind === "payload") return [make("span", { class: "complaint", dir: "auto" }, testResult.message)];
  if (result?.object === undefined) return hint(t("effectNoObject"));
  if (result.text === undefined) return hint(t("effectNothing"));
  return [make("bdi", {}, result.text === "" ? "“”" : result.text)];
}

/** Renders the possible sources in order of priority, and which of them is used. */
function sourceItems({ state, rule, property }: ResultPanelState, result: PropertyResult | undefined): HTMLElement[] {
  const { payload } = state;
  if (rule === undefined) {
    const paths = (result?.sources ?? []).flatMap((source) => ("payload" in source ? source.payload : []));
    return paths.map((pointer) => sourceItem(pointer, "", "used"));
  }
  const uses = (pointer: string) =>
    result?.sources.some((source) => ("payload" in source ? source.config : source.constant)?.startsWith(pointer)) ??
    false;
  let isFound = false;
  const nodes = rule.userlikeKeys.map((key, index) => {
    const pointer = `${rule.pointer}/userlikeKey${rule.userlikeKeys.length === 1 ? "" : `/${index}`}`;
    const text = payload.textAt(key) ?? "";
    const used = uses(pointer);
    const state = used ? "used" : isFound ? "not-needed" : "empty";
    isFound ||= used;
    return sourceItem(key, text, state);
  });
  if (rule.template !== null) {
    const used = uses(`${rule.pointer}/template`);
    nodes.push(sourceItem(`“${rule.template}”`, "", used ? "used" : isFound ? "not-needed" : "empty"));
    isFound ||= used;
  }
  if (uses(`${rule.pointer}/map`)) nodes.push(sourceItem(t("effectReplaced"), "", "used"));
  if (rule.defaultValue !== null) {
    const used = uses(`${rule.pointer}/defaultValue`);
    nodes.push(sourceItem(t("effectDefault"), constantText(rule.defaultValue, property), used ? "used" : "not-needed"));
  }
  return nodes;
}

function sourceItem(what: string, value: string, state: "used" | "empty" | "not-needed"): HTMLElement {
  const says = { used: t("effectUsed"), empty: t("effectEmpty"), "not-needed": t("effectNotNeeded") }[state];
  return make(
    "li",
    { class: `step ${state}` },
    make("bdi", { class: "step-what" }, what),
    value !== "" && make("bdi", { class: "step-value" }, value),
    make("span", { class: "step-state" }, says),
  );
}

function messageItem({ severity, message }: Finding | Problem, label = ""): HTMLElement {
  return make(
    "li",
    { class: `note ${severity}` },
    make("strong", {}, label === "" ? t(severity) : `${t(severity)} · ${label}`),
    " ",
    make("span", { dir: "auto", lang: "en" }, message),
  );
}

function findingItem(finding: Finding): HTMLElement {
  const item = messageItem(finding, findingLabels(finding.code));
  item.append(make("p", { class: "hint" }, findingHelp(finding.code)));
  return item;
}
