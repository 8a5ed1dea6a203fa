import type { DryRunReport, Finding, Preview, Problem, Receipt } from "userlike-limeobject";
import { TASK_NAMES } from "userlike-limeobject/delivery";
import * as v from "valibot";
import {
  CHANNELS,
  CONVERSATION_STATES,
  SEND_MODES,
  SEND_STATUSES,
  UPDATE_POLICIES,
} from "../../../../contract/conversations.ts";
import type { ErrorCode } from "../../../../contract/errors.ts";
import { JOB_KINDS, JOB_STATES, ROW_STATUSES } from "../../../../contract/jobs.ts";
import { ROLES } from "../../../../contract/operators.ts";
import { TRIGGERS } from "../../../../contract/settings.ts";

// Schemas of what the worker answers. They are compared with the contract where routes.ts uses them, and describe the answers in the
// OpenAPI document. Types of the package are references to its own JSON Schemas.

/** The values of the package, by the name of their JSON Schema. */
interface PackageTypes {
  DryRunReport: DryRunReport;
  Finding: Finding;
  Preview: Preview;
  Problem: Problem;
  Receipt: Receipt;
}

export function fromPackage<Name extends keyof PackageTypes>(name: Name) {
  return v.pipe(
    v.custom<PackageTypes[Name]>(() => true),
    v.metadata({ component: name }),
  );
}

const integer = v.pipe(v.number(), v.integer());
const time = v.pipe(v.string(), v.isoTimestamp());
const errorCode = v.custom<ErrorCode>((value) => typeof value === "string");

export const errorSummary = v.object({ code: errorCode, message: v.string() });

export const errorBody = v.object({
  error: v.looseObject({ code: errorCode, message: v.string() }),
});

const timeRange = v.object({ from: time, to: time });

const sendOptions = v.object({
  instance: v.exactOptional(v.string()),
  existing: v.exactOptional(v.picklist(UPDATE_POLICIES)),
  onlyIfChanged: v.exactOptional(v.boolean()),
  limeobject: v.exactOptional(integer),
});

export const send = v.object({
  send: integer,
  mode: v.picklist(SEND_MODES),
  channel: v.picklist(CHANNELS),
  options: sendOptions,
  status: v.picklist(SEND_STATUSES),
  requestedAt: time,
  updatedAt: time,
  attempts: integer,
  nextAt: v.nullable(time),
  task: v.nullable(v.picklist(TASK_NAMES)),
  receipt: v.nullable(fromPackage("Receipt")),
  error: v.nullable(
    v.object({
      ...errorSummary.entries,
      status: v.exactOptional(integer),
      findings: v.exactOptional(v.array(fromPackage("Finding"))),
    }),
  ),
});

export const conversationStatus = v.object({
  conversation: integer,
  receivedAt: time,
  bytes: v.nullable(integer),
  sends: v.array(send),
});

export const receivedConversation = v.object({
  conversation: integer,
  channel: v.picklist(CHANNELS),
  state: v.picklist(CONVERSATION_STATES),
  receivedAt: time,
  updatedAt: time,
  url: v.nullable(v.string()),
  created: v.nullable(v.boolean()),
  missingFiles: v.nullable(integer),
  error: v.nullable(errorSummary),
});

const completed = v.exactOptional(integer);
const outdated = v.exactOptional(v.literal(true));
const acceptedSend = { conversation: integer, send: integer, completed, outdated };

const receipt = fromPackage("Receipt");

export const sent = v.union([
  v.object({ ...acceptedSend, status: v.string() }),
  v.intersect([v.object(acceptedSend), receipt]),
]);

export const pendingSend = v.object({
  ...acceptedSend,
  status: v.picklist(SEND_STATUSES),
  url: v.string(),
  message: v.string(),
});

export const callbackAnswer = v.union([v.object(acceptedSend), v.object({ ignored: v.string() })]);

export const dryRun = v.object({
  conversation: integer,
  completed,
  instance: v.nullable(v.custom<NonNullable<Preview["instance"]>>((value) => typeof value === "object")),
  report: fromPackage("DryRunReport"),
});

export const job = v.object({
  id: v.pipe(v.string(), v.uuid()),
  kind: v.picklist(JOB_KINDS),
  state: v.picklist(JOB_STATES),
  createdAt: time,
  endedAt: v.nullable(time),
  concurrency: integer,
  options: sendOptions,
  range: v.nullable(timeRange),
  counts: v.object({
    total: integer,
    waiting: integer,
    running: integer,
    done: integer,
    failed: integer,
    cancelled: integer,
    created: integer,
    updated: integer,
  }),
  version: integer,
  error: v.nullable(v.object({ ...errorSummary.entries, retryAt: v.nullable(time) })),
  rateLimitedUntil: v.nullable(time),
});

export const jobRow = v.object({
  row: integer,
  conversation: v.nullable(integer),
  status: v.picklist(ROW_STATUSES),
  attempts: integer,
  created: v.nullable(v.boolean()),
  missingFiles: v.nullable(integer),
  url: v.nullable(v.string()),
  error: v.nullable(errorSummary),
});

export const deadLetter = v.object({
  id: integer,
  conversation: integer,
  send: integer,
  at: time,
  attempts: integer,
  error: errorSummary,
});

export const deleted = v.object({ deleted: v.array(integer), more: v.boolean() });

export const operator = v.object({
  id: integer,
  name: v.string(),
  createdAt: time,
  lastUsedAt: v.nullable(time),
});

export const createdOperator = v.object({ operator, token: v.string(), link: v.string() });

export const session = v.object({
  role: v.picklist(ROLES),
  name: v.nullable(v.string()),
  sandbox: v.boolean(),
  lime: v.nullable(v.string()),
  mediaHosts: v.array(v.string()),
});

export const rate = v.object({ requests: integer, seconds: integer });

export const settings = v.object({
  lime: v.nullable(v.object({ url: v.string(), apiKey: v.string() })),
  sandbox: v.boolean(),
  triggers: v.array(v.picklist(TRIGGERS)),
  addonOrigins: v.array(v.string()),
  mediaHosts: v.array(v.string()),
  rateLimit: rate,
});

export const configurationVersion = v.object({
  version: integer,
  savedAt: v.nullable(time),
  problems: v.array(fromPackage("Problem")),
  config: v.unknown(),
});

export const configurationVersionSummary = v.object({
  version: integer,
  savedAt: time,
  restoredFrom: v.nullable(integer),
});

export const limetypes = v.object({ source: v.string(), version: integer, fetchedAt: time, limetypes: v.unknown() });

/** A page of a list, under its name. */
export const page = <Name extends string, const Item extends v.GenericSchema>(name: Name, item: Item) =>
  v.object({ [name]: v.array(item), next: v.nullable(v.string()) } as Record<Name, v.ArraySchema<Item, undefined>> & {
    next: v.NullableSchema<v.StringSchema<undefined>, undefined>;
  });

/** Names in the OpenAPI document. */
export const COMPONENTS = {
  ConfigurationVersion: configurationVersion,
  ConfigurationVersionSummary: configurationVersionSummary,
  ConversationStatus: conversationStatus,
  DeadLetter: deadLetter,
  Error: errorBody,
  ErrorSummary: errorSummary,
  Job: job,
  JobRow: jobRow,
  Limetypes: limetypes,
  Operator: operator,
  Rate: rate,
  ReceivedConversation: receivedConversation,
  Send: send,
  SendOptions: sendOptions,
  Session: session,
  Settings: settings,
} as const;
