// Fields of an instance's keys, for the sections of its form.

import type { PropertyInfo } from "userlike-limeobject";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import type { Component } from "./component.ts";
import { newId, type SelectOption, selectField, switchField, textField } from "./controls.ts";
import type { EditorContext } from "./editor-context.ts";
import { errorAt, type InstanceState } from "./mapping-model.ts";
import type { Block, BooleanKey, IdentifiedBlock, RelatedBlock, TextKey, TranscriptKey } from "./model/config.ts";
import { idempotencyPath } from "./model/config.ts";
import { setBoolean, setIdempotencyProperty, setText, setTranscript } from "./model/config-edit.ts";
import { keyProperties, limetypeOf } from "./model/metadata.ts";
import { optionOf } from "./relation-section.ts";

export function formSection(title: string, help: string, ...children: HTMLElement[]): HTMLElement {
  const id = newId();
  return make(
    "section",
    { class: "form-section", "aria-labelledby": id },
    make("h3", { id }, title),
    help !== "" && make("p", { class: "hint" }, help),
    ...children,
  );
}

/** Returns the local name of a block's limetype. */
export function limetypeName(state: InstanceState, block: Block): string {
  return state.limetypes.label(limetypeOf(state.instance, block, state.limetypes));
}

export function textKeyField(
  editing: EditorContext,
  key: TextKey,
  words: { label: string; help: string },
): Component<InstanceState> {
  const field = textField({
    ...words,
    changed: (value) => editing.edit((text, instance) => setText(text, instance, key, value), key),
  });
  return {
    element: field.element,
    show: (state) => field.show({ value: state.instance[key] ?? "", error: errorAt(state, state.instance, key) }),
  };
}

export function transcriptField(
  editing: EditorContext,
  key: TranscriptKey,
  label: string,
  help: string,
): Component<InstanceState> & { complete(texts: readonly string[]): void } {
  const field = textField({
    label,
    help,
    changed: (value) => editing.edit((text, instance) => setTranscript(text, instance, key, value), key),
  });
  return {
    element: field.element,
    complete: field.complete,
    show: (state) =>
      field.show({
        value: state.instance.transcript[key] ?? "",
        error: errorAt(state, state.instance, "transcript", key),
      }),
  };
}

export function booleanField(editing: EditorContext, key: BooleanKey, label: string): Component<InstanceState> {
  const field = switchField({
    label,
    changed: (value) => editing.edit((text, instance) => setBoolean(text, instance, key, value)),
  });
  return {
    element: field.element,
    show: (state) => field.show({ value: state.instance[key] ?? false, error: errorAt(state, state.instance, key) }),
  };
}

/** Returns what can happen to values that a property does not take. */
export function ifInvalidChoices(): SelectOption[] {
  return [
    { value: "skip", text: t("ifInvalidSkip") },
    { value: "refuse", text: t("ifInvalidRefuse") },
  ];
}

/** Select for the property by which Lime CRM refuses a second object. */
export function idempotencyField(editing: EditorContext, block: IdentifiedBlock): Component<InstanceState> {
  const field = selectField({
    label: t("idempotency"),
    help: t("idempotencyHelp"),
    changed: (value) => editing.edit((text, instance) => setIdempotencyProperty(text, instance, block, value)),
  });
  return {
    element: field.element,
    show: (state) => {
      const { instance, limetypes } = state;
      const value = instance[block].idempotencyProperty ?? "";
      const properties = keyProperties(limetypeOf(instance, block, limetypes), limetypes).map(optionOf);
      const isOther = value !== "" && properties.every((property) => property.value !== value);
      field.show({
        value,
        choices: [{ value: "", text: t("noIdempotency") }, ...properties, ...(isOther ? [{ value, text: value }] : [])],
        error: errorAt(state, instance, ...idempotencyPath(block)),
      });
    },
  };
}

/** Select for one of the instance's relations. */
export function relationField(
  editing: EditorContext,
  key: TextKey,
  what: string,
  fitting: (state: InstanceState) => PropertyInfo[],
): Component<InstanceState> {
  const field = selectField({
    label: t("relation", { what }),
    changed: (value) => editing.edit((text, instance) => setText(text, instance, key, value)),
  });
  const sides: readonly (RelatedBlock | undefined)[] = ["history", "conversation", "document"];
  const isWritten = sides.some((side) => key.toLowerCase().endsWith(side ?? ""));
  return {
    element: field.element,
    show: (state) =>
      field.show({
        value: state.instance[key] ?? "",
        choices: [
          { value: "", text: isWritten ? t("noRelation") : t("noConnection") },
          ...fitting(state).map(optionOf),
        ],
        error: errorAt(state, state.instance, key),
      }),
  };
}
