// Form of the selected instance: topics, properties, relations, history note, conversation, documents.

import { CheckboxGroup, SelectField, Switch } from "../../elements/fields.tsx";
import { Notice } from "../../elements/notice.tsx";
import { mapping as t } from "../../i18n/messages/mapping.ts";
import { inQuotes } from "../../i18n/quotes.ts";
import { useLater } from "../../platform/use-later.ts";
import { FieldGrid, FormSection } from "./form-section.tsx";
import {
  IdempotencyField,
  RelationField,
  SelectKeyField,
  SwitchKeyField,
  TextKeyField,
  TranscriptField,
} from "./instance-fields.tsx";
import styles from "./instance-form.module.css";
import { transcriptParts } from "./model/config.ts";
import { isNameTaken, setDefault, setTranscript, setTranscriptParts } from "./model/config-edit.ts";
import { relationsTo, relationsToOne } from "./model/metadata.ts";
import { ifInvalidOptions, optionOf } from "./options.ts";
import { PropertyList } from "./property-list.tsx";
import { RelationSection } from "./relation-section.tsx";
import { TestedConversation } from "./tested-conversation.tsx";
import { TopicsField } from "./topics-field.tsx";
import { useEditor, useInstance, useSelect } from "./use-editor.ts";

interface InstanceFormProps {
  id: string;
}

export function InstanceForm({ id }: InstanceFormProps) {
  const name = useInstance(({ displayName }) => displayName);
  const isLater = useLater();
  return (
    <div id={id} role="tabpanel" class={styles.form} aria-label={name}>
      <RoutingNotice />
      <TestedConversation />
      <General />
      <Properties />
      {isLater && (
        <>
          <People />
          <History />
          <Conversation />
          <Documents />
        </>
      )}
    </div>
  );
}

/** Says that the conversation goes to another instance than the selected one. */
function RoutingNotice() {
  const here = useInstance(({ displayName }) => displayName);
  const name = useSelect(({ mapped, isOutdated, instance, instances }) => {
    const index = isOutdated.value ? undefined : mapped.value?.routedTo;
    return index === instance.value?.index
      ? undefined
      : instances.value.find((other) => other.index === index)?.displayName;
  });
  return name === undefined ? null : <Notice kind="info">{t("effectOther", { name, here })}</Notice>;
}

function General() {
  return (
    <FormSection title={t("general")}>
      <FieldGrid>
        <NameField />
        <LimetypeField />
        <SelectKeyField
          name="ifInvalid"
          label={t("ifInvalid")}
          hint={t("ifInvalidHelp")}
          options={[{ value: "", text: t("ifInvalidDefault") }, ...ifInvalidOptions()]}
        />
        <IdempotencyField block="limeobject" />
      </FieldGrid>
      <TopicsField />
      <DefaultField />
    </FormSection>
  );
}

function NameField() {
  const limetype = useInstance(({ limetype }) => limetype?.trim() ?? "");
  const isTaken = useSelect(
    ({ instance, instances }) => instance.value !== undefined && isNameTaken(instances.value, instance.value),
  );
  return (
    <TextKeyField
      name="name"
      label={t("name")}
      hint={t("nameHelp", { name: inQuotes(limetype) })}
      warning={isTaken ? t("nameTwice") : undefined}
    />
  );
}

function LimetypeField() {
  const { all } = useEditor().limetypes.value;
  const value = useInstance(({ limetype }) => limetype ?? "");
  const isStranger = value !== "" && all.length > 0 && !all.some(({ name }) => name === value);
  const stranger = { value, text: t("unknownLimetype", { name: value }) };
  return (
    <SelectKeyField
      name="limetype"
      label={t("limetype")}
      hint={t("limetypeHelp")}
      options={[...all.map(optionOf), ...(isStranger ? [stranger] : [])]}
    />
  );
}

function DefaultField() {
  const editor = useEditor();
  const value = useInstance((instance) => instance.default ?? false);
  const error = useSelect((editor) => editor.instanceError("default"));
  const isOnly = useSelect(({ instances }) => instances.value.length === 1 && instances.value[0]?.topics.length === 0);
  return (
    <Switch
      label={t("defaultInstance")}
      hint={isOnly ? t("onlyInstance") : undefined}
      error={error}
      value={value}
      onChange={(value) => editor.edit((text, instance) => setDefault(text, instance, value))}
    />
  );
}

function Properties() {
  const title = useSelect(({ blocks, limetypes }) => limetypes.value.label(blocks.limeobject.limetype.value));
  return (
    <FormSection title={t("propertiesOf", { limetype: title })}>
      <PropertyList block="limeobject" />
    </FormSection>
  );
}

function People() {
  // The relation to the coworker has two possible keys; the field of the key in use is shown.
  const hasOwnRelation = useInstance(({ coworkerRelation }) => coworkerRelation?.relation != null);
  return (
    <FormSection title={t("people")} help={t("peopleHelp")}>
      <div class={styles.people}>
        <RelationSection name="personRelation" title={t("person")}>
          <RelationField
            name="relationCompany"
            what={t("company")}
            fitting={(instance, limetypes) => relationsToOne(instance, "company", limetypes)}
          />
        </RelationSection>
        <RelationSection name="coworkerRelation" title={t("coworker")}>
          {!hasOwnRelation && (
            <RelationField
              name="relationCoworker"
              what={t("coworker")}
              fitting={(instance, limetypes) =>
                relationsToOne(instance, instance.coworkerRelation?.limetype ?? "coworker", limetypes)
              }
            />
          )}
        </RelationSection>
      </div>
      <FieldGrid>
        <TextKeyField name="phoneCountry" label={t("phoneCountry")} hint={t("phoneCountryHelp")} />
      </FieldGrid>
    </FormSection>
  );
}

function History() {
  const isShown = useInstance(
    ({ relationHistory, history }) => relationHistory !== null || history.properties.length > 0,
  );
  return (
    <FormSection title={t("history")} help={t("historyHelp")}>
      <FieldGrid>
        <RelationField
          name="relationHistory"
          what={t("history")}
          fitting={(instance, limetypes) => relationsTo(instance, "history", limetypes)}
          isWritten
        />
      </FieldGrid>
      {isShown && (
        <>
          <TranscriptParts />
          <FieldGrid>
            <TranscriptField name="timeZone" label={t("timeZone")} hint={t("timeZoneHelp")} suggest={timeZones} />
            <TranscriptField name="timeFormat" label={t("timeFormat")} hint={t("timeFormatHelp")} />
            <TranscriptField name="contactName" label={t("contactName")} hint={t("contactNameHelp")} />
            <RolesField />
            <IdempotencyField block="history" />
          </FieldGrid>
          <PropertyList block="history" />
        </>
      )}
    </FormSection>
  );
}

function timeZones(): readonly string[] {
  return Intl.supportedValuesOf("timeZone");
}

function TranscriptParts() {
  const editor = useEditor();
  const parts = useInstance(transcriptParts);
  const error = useSelect(
    (editor) => editor.instanceError("transcript", "include") ?? editor.instanceError("includeNotifications"),
  );
  return (
    <CheckboxGroup
      label={t("include")}
      hint={t("includeHelp")}
      error={error}
      values={parts}
      options={[
        { value: "messages", text: t("includeMessages") },
        { value: "bots", text: t("includeBots") },
        { value: "notifications", text: t("includeNotifications") },
        { value: "commands", text: t("includeCommands") },
        { value: "unknown", text: t("includeUnknown") },
      ]}
      onChange={(values) => editor.edit((text, instance) => setTranscriptParts(text, instance, values))}
    />
  );
}

function RolesField() {
  const editor = useEditor();
  const value = useInstance(({ transcript }) => transcript.roles ?? "auto");
  const error = useSelect((editor) => editor.instanceError("transcript", "roles"));
  return (
    <SelectField
      label={t("roles")}
      hint={t("rolesHelp")}
      error={error}
      value={value}
      options={[
        { value: "auto", text: t("rolesAuto") },
        { value: "always", text: t("rolesAlways") },
        { value: "never", text: t("rolesNever") },
      ]}
      onChange={(value) =>
        editor.edit((text, instance) => setTranscript(text, instance, "roles", value === "auto" ? "" : value))
      }
    />
  );
}

function Conversation() {
  const isShown = useInstance(
    ({ relationConversation, conversation }) => relationConversation !== null || conversation.properties.length > 0,
  );
  return (
    <FormSection title={t("conversation")} help={t("conversationHelp")}>
      <FieldGrid>
        <RelationField
          name="relationConversation"
          what={t("ulconversation")}
          fitting={(instance, limetypes) => relationsTo(instance, "conversation", limetypes)}
          isWritten
        />
        <TextKeyField name="baseUrl" label={t("baseUrl")} hint={t("baseUrlHelp")} />
        <SelectKeyField
          name="linkType"
          label={t("linkType")}
          fallback="Web client"
          options={[
            { value: "Web client", text: t("webClient") },
            { value: "Desktop client", text: t("desktopClient") },
          ]}
        />
      </FieldGrid>
      {isShown && <PropertyList block="conversation" />}
    </FormSection>
  );
}

function Documents() {
  const isShown = useInstance(
    ({ importMediaFiles, relationDocument, document }) =>
      (importMediaFiles === true && relationDocument !== null) || document.properties.length > 0,
  );
  return (
    <FormSection title={t("documents")} help={t("documentsHelp")}>
      <SwitchKeyField name="importMediaFiles" label={t("importMedia")} />
      <FieldGrid>
        <RelationField
          name="relationDocument"
          what={t("documents")}
          fitting={(instance, limetypes) => relationsTo(instance, "document", limetypes)}
          isWritten
        />
      </FieldGrid>
      {isShown && <PropertyList block="document" />}
    </FormSection>
  );
}
