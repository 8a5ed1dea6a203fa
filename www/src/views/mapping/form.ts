// The form of one instance: which conversations it takes, what they become, and what goes with that.

import { mapping as t } from "../../i18n/messages/mapping.ts";
import { element as make } from "../../platform/dom.ts";
import type { Part } from "./component.ts";
import { selectField, switchField, textField } from "./controls.ts";
import type { Editing } from "./editor-context.ts";
import { complaintAt, type State } from "./mapping-model.ts";
import type { Block, Instance, Side, TextKey, TranscriptKey, YesNoKey } from "./model/config.ts";
import { setDefault, setText, setTopics, setTranscript, setYesNo } from "./model/config-edit.ts";
import { localName } from "./model/limetypes.ts";
import { limetypeOf, relationsTo, relationsToOne, searchedLimetype } from "./model/metadata.ts";
import { propertyList } from "./property-list.ts";
import { choice, relationSection } from "./relation-section.ts";
import { topicsField } from "./topics-field.ts";

type Shown = State & { instance: Instance };

export function instanceForm(editing: Editing, id: string): Part<Shown> {
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
      const { effect, instance } = state;
      element.setAttribute("aria-label", instance.displayName);
      const elsewhere =
        effect.kind === "preview" && effect.byItself !== undefined && effect.byItself !== instance.displayName;
      other.hidden = !elsewhere;
      other.textContent = elsewhere
        ? t("effectOther", { name: effect.byItself ?? "", here: instance.displayName })
        : "";
      for (const part of parts) part.show(state);
    },
  };
}

function general(editing: Editing): Part<Shown> {
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
      const given = instance.texts.limetype ?? "";
      const all = limetypes.all;
      const isStranger = given !== "" && all.length > 0 && limetypes.get(given) === undefined;
      limetype.show({
        value: given,
        choices: [
          ...all.map(choice),
          ...(isStranger ? [{ value: given, text: t("unknownLimetype", { name: given }) }] : []),
        ],
        complaint: complaintAt(state, instance, "limetype"),
      });
      topics.show({ topics: instance.topics, complaint: complaintAt(state, instance, "topic") });
      const isOnly = state.instances.length === 1 && instance.topics.length === 0;
      isDefault.show({
        value: instance.yesNo.default ?? false,
        help: isOnly ? t("onlyInstance") : undefined,
        complaint: complaintAt(state, instance, "default"),
      });
    },
  };
}

function properties(editing: Editing): Part<Shown> {
  const list = propertyList(editing, "limeobject");
  const heading = make("h3");
  const section = make("section", { class: "form-section" }, heading, list.element);
  return {
    element: section,
    show: (state) => {
      const title = t("propertiesOf", { limetype: limetypeName(state, "limeobject") });
      if (heading.textContent !== title) heading.textContent = title;
      list.show(state);
    },
  };
}

function people(editing: Editing): Part<Shown> {
  const person = relationSection(editing, "personRelation", t("person"));
  const coworker = relationSection(editing, "coworkerRelation", t("coworker"));
  const company = relationTo(editing, "relationCompany", t("company"), (state) =>
    relationsToOne(state.instance, "company", state.limetypes),
  );
  const ofCoworker = relationTo(editing, "relationCoworker", t("coworker"), (state) =>
    relationsToOne(state.instance, searchedLimetype(state.instance, "coworkerRelation"), state.limetypes),
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
      // A relation to the coworker can be said in two places; it is offered where it is said.
      ofCoworker.element.hidden = state.instance.coworker?.relation !== undefined;
    },
  };
}

function history(editing: Editing): Part<Shown> {
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
      more.hidden = state.instance.texts.relationHistory === undefined && state.instance.rules.history.length === 0;
    },
  };
}

function conversation(editing: Editing): Part<Shown> {
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
        value: instance.texts.linkType ?? "Web client",
        choices: [
          { value: "Web client", text: t("webClient") },
          { value: "Desktop client", text: t("desktopClient") },
        ],
        complaint: complaintAt(state, instance, "linkType"),
      });
      list.element.hidden =
        instance.texts.relationConversation === undefined && instance.rules.conversation.length === 0;
    },
  };
}

function documents(editing: Editing): Part<Shown> {
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
      const isWritten = instance.yesNo.importMediaFiles === true && instance.texts.relationDocument !== undefined;
      list.element.hidden = !isWritten && instance.rules.document.length === 0;
    },
  };
}

function sectionOf(title: string, help: string, ...children: HTMLElement[]): HTMLElement {
  return make(
    "section",
    { class: "form-section" },
    make("h3", {}, title),
    help !== "" && make("p", { class: "hint" }, help),
    ...children,
  );
}

/** What people call the objects of a block. */
function limetypeName(state: Shown, block: Block): string {
  const name = limetypeOf(state.instance, block, state.limetypes);
  const limetype = state.limetypes.get(name);
  return limetype === undefined ? name : localName(limetype);
}

function textOf(editing: Editing, key: TextKey, words: { label: string; help: string }): Part<Shown> {
  const field = textField({
    ...words,
    changed: (value) => editing.edit((text, instance) => setText(text, instance, key, value), key),
  });
  return {
    element: field.element,
    show: (state) =>
      field.show({ value: state.instance.texts[key] ?? "", complaint: complaintAt(state, state.instance, key) }),
  };
}

function transcriptOf(
  editing: Editing,
  key: TranscriptKey,
  label: string,
  help: string,
): Part<Shown> & { complete(texts: readonly string[]): void } {
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
        complaint: complaintAt(state, state.instance, "transcript", key),
      }),
  };
}

function yesNoOf(editing: Editing, key: YesNoKey, label: string): Part<Shown> {
  const field = switchField({
    label,
    changed: (value) => editing.edit((text, instance) => setYesNo(text, instance, key, value)),
  });
  return {
    element: field.element,
    show: (state) =>
      field.show({ value: state.instance.yesNo[key] ?? false, complaint: complaintAt(state, state.instance, key) }),
  };
}

/** One of the instance's relations, out of those that fit. */
function relationTo(
  editing: Editing,
  key: TextKey,
  what: string,
  fitting: (state: Shown) => ReturnType<typeof relationsTo>,
): Part<Shown> {
  const field = selectField({
    label: t("relation", { what }),
    changed: (value) => editing.edit((text, instance) => setText(text, instance, key, value)),
  });
  const sides: readonly (Side | undefined)[] = ["history", "conversation", "document"];
  const isWritten = sides.some((side) => key.toLowerCase().endsWith(side ?? ""));
  return {
    element: field.element,
    show: (state) =>
      field.show({
        value: state.instance.texts[key] ?? "",
        choices: [{ value: "", text: isWritten ? t("noRelation") : t("noConnection") }, ...fitting(state).map(choice)],
        complaint: complaintAt(state, state.instance, key),
      }),
  };
}
