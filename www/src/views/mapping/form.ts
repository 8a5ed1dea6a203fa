// Form of one instance: topics, properties, relations, history note, conversation, documents.

import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import type { Component } from "./component.ts";
import { newId, selectField, switchField, textField } from "./controls.ts";
import type { EditorContext } from "./editor-context.ts";
import { errorAt, type MappingState } from "./mapping-model.ts";
import type { Block, BooleanKey, Instance, RelatedBlock, TextKey, TranscriptKey } from "./model/config.ts";
import { setBoolean, setDefault, setText, setTopics, setTranscript } from "./model/config-edit.ts";
import { limetypeOf, lookupLimetype, relationsTo, relationsToOne } from "./model/metadata.ts";
import { propertyList } from "./property-list.ts";
import { optionOf, relationSection } from "./relation-section.ts";
import { topicsField } from "./topics-field.ts";

type InstanceState = MappingState & { instance: Instance };

export function instanceForm(editing: EditorContext, id: string): Component<InstanceState> {
  const parts = [
    general(editing),
    properties(editing),
    people(editing),
    history(editing),
    conversation(editing),
    documents(editing),
  ];
  const other = make("p", { class: "banner" });
  const element = make(
    "div",
    { id, role: "tabpanel", class: "instance-form" },
    other,
    ...parts.map((part) => part.element),
  );
  return {
    element,
    show: (state) => {
      const { testResult, instance } = state;
      element.setAttribute("aria-label", instance.displayName);
      const elsewhere =
        testResult.kind === "preview" &&
        testResult.routedTo !== undefined &&
        testResult.routedTo !== instance.displayName;
      other.hidden = !elsewhere;
      other.textContent = elsewhere
        ? t("effectOther", { name: testResult.routedTo ?? "", here: instance.displayName })
        : "";
      for (const part of parts) part.show(state);
    },
  };
}

function general(editing: EditorContext): Component<InstanceState> {
  const name = textOf(editing, "name", { label: t("name"), help: t("nameHelp") });
  const limetype = selectField({
    label: t("limetype"),
    help: t("limetypeHelp"),
    changed: (value) => editing.edit((text, instance) => setText(text, instance, "limetype", value)),
  });
  const topics = topicsField((topics) => editing.edit((text, instance) => setTopics(text, instance, topics)));
  const isDefault = switchField({
    label: t("defaultInstance"),
    changed: (value) => editing.edit((text, instance) => setDefault(text, instance, value)),
  });
  const section = sectionOf(
    t("general"),
    "",
    make("div", { class: "fields" }, name.element, limetype.element),
    topics.element,
    isDefault.element,
  );
  return {
    element: section,
    show: (state) => {
      const { instance, limetypes } = state;
      name.show(state);
      const given = instance.limetype ?? "";
      const all = limetypes.all;
      const isStranger = given !== "" && all.length > 0 && limetypes.get(given) === undefined;
      limetype.show({
        value: given,
        choices: [
          ...all.map(optionOf),
          ...(isStranger ? [{ value: given, text: t("unknownLimetype", { name: given }) }] : []),
        ],
        error: errorAt(state, instance, "limetype"),
      });
      topics.show({ topics: instance.topics, complaint: errorAt(state, instance, "topic") });
      const isOnly = state.instances.length === 1 && instance.topics.length === 0;
      isDefault.show({
        value: instance.default ?? false,
        help: isOnly ? t("onlyInstance") : undefined,
        error: errorAt(state, instance, "default"),
      });
    },
  };
}

function properties(editing: EditorContext): Component<InstanceState> {
  const list = propertyList(editing, "limeobject");
  const heading = make("h3", { id: newId() });
  const section = make("section", { class: "form-section", "aria-labelledby": heading.id }, heading, list.element);
  return {
    element: section,
    show: (state) => {
      const title = t("propertiesOf", { limetype: limetypeName(state, "limeobject") });
      if (heading.textContent !== title) heading.textContent = title;
      list.show(state);
    },
  };
}

function people(editing: EditorContext): Component<InstanceState> {
  const person = relationSection(editing, "personRelation", t("person"));
  const coworker = relationSection(editing, "coworkerRelation", t("coworker"));
  const company = relationTo(editing, "relationCompany", t("company"), (state) =>
    relationsToOne(state.instance, "company", state.limetypes),
  );
  const ofCoworker = relationTo(editing, "relationCoworker", t("coworker"), (state) =>
    relationsToOne(state.instance, lookupLimetype(state.instance, "coworkerRelation"), state.limetypes),
  );
  person.element.append(make("div", { class: "fields" }, company.element));
  coworker.element.append(make("div", { class: "fields" }, ofCoworker.element));
  const section = sectionOf(
    t("people"),
    t("peopleHelp"),
    make("div", { class: "people" }, person.element, coworker.element),
  );
  return {
    element: section,
    show: (state) => {
      for (const part of [person, coworker, company, ofCoworker]) part.show(state);
      // The relation to the coworker has two possible keys; show the field of the key in use.
      ofCoworker.element.hidden = state.instance.coworkerRelation?.relation != null;
    },
  };
}

function history(editing: EditorContext): Component<InstanceState> {
  const relation = relationTo(editing, "relationHistory", t("history"), (state) =>
    relationsTo(state.instance, "history", state.limetypes),
  );
  const notifications = yesNoOf(editing, "includeNotifications", t("includeNotifications"));
  const zone = transcriptOf(editing, "timeZone", t("timeZone"), t("timeZoneHelp"));
  zone.complete(Intl.supportedValuesOf("timeZone"));
  const format = transcriptOf(editing, "timeFormat", t("timeFormat"), t("timeFormatHelp"));
  const name = transcriptOf(editing, "contactName", t("contactName"), t("contactNameHelp"));
  const list = propertyList(editing, "history");
  const more = make(
    "div",
    { class: "more" },
    notifications.element,
    make("div", { class: "fields" }, zone.element, format.element, name.element),
    list.element,
  );
  const section = sectionOf(t("history"), t("historyHelp"), make("div", { class: "fields" }, relation.element), more);
  return {
    element: section,
    show: (state) => {
      for (const part of [relation, notifications, zone, format, name, list]) part.show(state);
      more.hidden = state.instance.relationHistory === null && state.instance.history.properties.length === 0;
    },
  };
}

function conversation(editing: EditorContext): Component<InstanceState> {
  const relation = relationTo(editing, "relationConversation", t("ulconversation"), (state) =>
    relationsTo(state.instance, "conversation", state.limetypes),
  );
  const base = textOf(editing, "baseUrl", { label: t("baseUrl"), help: t("baseUrlHelp") });
  const linkType = selectField({
    label: t("linkType"),
    changed: (value) => editing.edit((text, instance) => setText(text, instance, "linkType", value)),
  });
  const list = propertyList(editing, "conversation");
  const section = sectionOf(
    t("conversation"),
    t("conversationHelp"),
    make("div", { class: "fields" }, relation.element, base.element, linkType.element),
    list.element,
  );
  return {
    element: section,
    show: (state) => {
      for (const part of [relation, base, list]) part.show(state);
      const { instance } = state;
      linkType.show({
        value: instance.linkType ?? "Web client",
        choices: [
          { value: "Web client", text: t("webClient") },
          { value: "Desktop client", text: t("desktopClient") },
        ],
        error: errorAt(state, instance, "linkType"),
      });
      list.element.hidden = instance.relationConversation === null && instance.conversation.properties.length === 0;
    },
  };
}

function documents(editing: EditorContext): Component<InstanceState> {
  const media = yesNoOf(editing, "importMediaFiles", t("importMedia"));
  const relation = relationTo(editing, "relationDocument", t("documents"), (state) =>
    relationsTo(state.instance, "document", state.limetypes),
  );
  const list = propertyList(editing, "document");
  const section = sectionOf(
    t("documents"),
    t("documentsHelp"),
    media.element,
    make("div", { class: "fields" }, relation.element),
    list.element,
  );
  return {
    element: section,
    show: (state) => {
      for (const part of [media, relation, list]) part.show(state);
      const { instance } = state;
      const isWritten = instance.importMediaFiles === true && instance.relationDocument !== null;
      list.element.hidden = !isWritten && instance.document.properties.length === 0;
    },
  };
}

function sectionOf(title: string, help: string, ...children: HTMLElement[]): HTMLElement {
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
function limetypeName(state: InstanceState, block: Block): string {
  const name = limetypeOf(state.instance, block, state.limetypes);
  const limetype = state.limetypes.get(name);
  return limetype === undefined ? name : limetype.label;
}

function textOf(
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

function transcriptOf(
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

function yesNoOf(editing: EditorContext, key: BooleanKey, label: string): Component<InstanceState> {
  const field = switchField({
    label,
    changed: (value) => editing.edit((text, instance) => setBoolean(text, instance, key, value)),
  });
  return {
    element: field.element,
    show: (state) => field.show({ value: state.instance[key] ?? false, error: errorAt(state, state.instance, key) }),
  };
}

/** Select for one of the instance's relations. */
function relationTo(
  editing: EditorContext,
  key: TextKey,
  what: string,
  fitting: (state: InstanceState) => ReturnType<typeof relationsTo>,
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
