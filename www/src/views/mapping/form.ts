// Form of one instance: topics, properties, relations, history note, conversation, documents.

import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import type { Component } from "./component.ts";
import { checkboxGroup, newId, selectField, switchField } from "./controls.ts";
import type { EditorContext } from "./editor-context.ts";
import {
  booleanField,
  formSection,
  idempotencyField,
  ifInvalidChoices,
  limetypeName,
  relationField,
  textKeyField,
  transcriptField,
} from "./form-fields.ts";
import { errorAt, type InstanceState } from "./mapping-model.ts";
import { DEFAULT_PARTS } from "./model/config.ts";
import { setDefault, setText, setTopics, setTranscript, setTranscriptParts } from "./model/config-edit.ts";
import { lookupLimetype, relationsTo, relationsToOne } from "./model/metadata.ts";
import { propertyList } from "./property-list.ts";
import { optionOf, relationSection } from "./relation-section.ts";
import { topicsField } from "./topics-field.ts";

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
  const name = textKeyField(editing, "name", { label: t("name"), help: t("nameHelp") });
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
  const ifInvalid = selectField({
    label: t("ifInvalid"),
    help: t("ifInvalidHelp"),
    changed: (value) => editing.edit((text, instance) => setText(text, instance, "ifInvalid", value)),
  });
  const key = idempotencyField(editing, "limeobject");
  const section = formSection(
    t("general"),
    "",
    make("div", { class: "fields" }, name.element, limetype.element, ifInvalid.element, key.element),
    topics.element,
    isDefault.element,
  );
  return {
    element: section,
    show: (state) => {
      const { instance, limetypes } = state;
      name.show(state);
      key.show(state);
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
      ifInvalid.show({
        value: instance.ifInvalid ?? "",
        choices: [{ value: "", text: t("ifInvalidDefault") }, ...ifInvalidChoices()],
        error: errorAt(state, instance, "ifInvalid"),
      });
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
  const company = relationField(editing, "relationCompany", t("company"), (state) =>
    relationsToOne(state.instance, "company", state.limetypes),
  );
  const ofCoworker = relationField(editing, "relationCoworker", t("coworker"), (state) =>
    relationsToOne(state.instance, lookupLimetype(state.instance, "coworkerRelation"), state.limetypes),
  );
  const country = textKeyField(editing, "phoneCountry", { label: t("phoneCountry"), help: t("phoneCountryHelp") });
  person.element.append(make("div", { class: "fields" }, company.element));
  coworker.element.append(make("div", { class: "fields" }, ofCoworker.element));
  const section = formSection(
    t("people"),
    t("peopleHelp"),
    make("div", { class: "people" }, person.element, coworker.element),
    make("div", { class: "fields" }, country.element),
  );
  return {
    element: section,
    show: (state) => {
      for (const part of [person, coworker, company, ofCoworker, country]) part.show(state);
      // The relation to the coworker has two possible keys; show the field of the key in use.
      ofCoworker.element.hidden = state.instance.coworkerRelation?.relation != null;
    },
  };
}

function history(editing: EditorContext): Component<InstanceState> {
  const relation = relationField(editing, "relationHistory", t("history"), (state) =>
    relationsTo(state.instance, "history", state.limetypes),
  );
  const notifications = booleanField(editing, "includeNotifications", t("includeNotifications"));
  const zone = transcriptField(editing, "timeZone", t("timeZone"), t("timeZoneHelp"));
  zone.complete(Intl.supportedValuesOf("timeZone"));
  const format = transcriptField(editing, "timeFormat", t("timeFormat"), t("timeFormatHelp"));
  const name = transcriptField(editing, "contactName", t("contactName"), t("contactNameHelp"));
  const parts = checkboxGroup({
    label: t("include"),
    help: t("includeHelp"),
    changed: (values) => editing.edit((text, instance) => setTranscriptParts(text, instance, values)),
  });
  const roles = selectField({
    label: t("roles"),
    help: t("rolesHelp"),
    changed: (value) =>
      editing.edit((text, instance) => setTranscript(text, instance, "roles", value === "auto" ? "" : value)),
  });
  const key = idempotencyField(editing, "history");
  const list = propertyList(editing, "history");
  const more = make(
    "div",
    { class: "more" },
    parts.element,
    notifications.element,
    make("div", { class: "fields" }, zone.element, format.element, name.element, roles.element, key.element),
    list.element,
  );
  const section = formSection(t("history"), t("historyHelp"), make("div", { class: "fields" }, relation.element), more);
  return {
    element: section,
    show: (state) => {
      for (const part of [relation, notifications, zone, format, name, key, list]) part.show(state);
      const { transcript } = state.instance;
      parts.show({
        value: transcript.include.length === 0 ? DEFAULT_PARTS : transcript.include,
        choices: [
          { value: "messages", text: t("includeMessages") },
          { value: "bots", text: t("includeBots") },
          { value: "notifications", text: t("includeEvents") },
          { value: "commands", text: t("includeCommands") },
          { value: "unknown", text: t("includeUnknown") },
        ],
        error: errorAt(state, state.instance, "transcript", "include"),
      });
      roles.show({
        value: transcript.roles ?? "auto",
        choices: [
          { value: "auto", text: t("rolesAuto") },
          { value: "always", text: t("rolesAlways") },
          { value: "never", text: t("rolesNever") },
        ],
        error: errorAt(state, state.instance, "transcript", "roles"),
      });
      more.hidden = state.instance.relationHistory === null && state.instance.history.properties.length === 0;
    },
  };
}

function conversation(editing: EditorContext): Component<InstanceState> {
  const relation = relationField(editing, "relationConversation", t("ulconversation"), (state) =>
    relationsTo(state.instance, "conversation", state.limetypes),
  );
  const base = textKeyField(editing, "baseUrl", { label: t("baseUrl"), help: t("baseUrlHelp") });
  const linkType = selectField({
    label: t("linkType"),
    changed: (value) => editing.edit((text, instance) => setText(text, instance, "linkType", value)),
  });
  const list = propertyList(editing, "conversation");
  const section = formSection(
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
  const media = booleanField(editing, "importMediaFiles", t("importMedia"));
  const relation = relationField(editing, "relationDocument", t("documents"), (state) =>
    relationsTo(state.instance, "document", state.limetypes),
  );
  const list = propertyList(editing, "document");
  const section = formSection(
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
