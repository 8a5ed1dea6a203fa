import type * as v from "valibot";
import {
  array,
  boolean,
  exactOptional,
  intersect,
  literal,
  number,
  object,
  optional,
  picklist,
  pipe,
  string,
  transform,
  union,
} from "valibot";
import { ROW_STATUSES } from "../../../../contract/jobs.ts";
import type { Raw, RouteName, RoutePart, Routes } from "../../../../contract/routes.ts";
import { deadLetterSelection, newOperator, settingsChanges, timeRange } from "./bodies.ts";
import * as models from "./models.ts";
import { flag, integer, jobOptions, oneOf, page, positiveInteger, sendOptions, text } from "./parameters.ts";

/** Schemas of the values in an address, by name. */
type Fields<Values> = { [Name in keyof Values]-?: v.GenericSchema<string | undefined, Values[Name] | undefined> };

/** A body or an answer that is not described by a schema. */
export interface RawContent {
  contentType: string;
  description: string;
}

type Content<Value> = [Value] extends [Raw] ? RawContent : v.GenericSchema<unknown, Value>;

/** Schemas and description of a route. */
export type RouteSchema<R extends RouteName> = {
  summary: string;
  /** Status of a success. Default: 200. */
  status?: 200 | 202;
  /** Other addresses of the same route. */
  aliases?: readonly `/${string}`[];
  response: Content<Routes[R]["response"]>;
} & (Routes[R] extends { params: infer Params } ? { params: Fields<Params> } : object) &
  (Routes[R] extends { query: infer Query } ? { query: Fields<Query> } : object) &
  (Routes[R] extends { body: unknown } ? { body: Content<RoutePart<R, "body">> } : object);

const payload: RawContent = { contentType: "application/json", description: "A payload, as Userlike sends it." };
const payloadOrId: RawContent = {
  contentType: "application/json",
  description: 'A payload, or `{ "conversation": <id> }` of a conversation that was received.',
};
const payloads: RawContent = {
  contentType: "application/json",
  description: "Payloads as a JSON array, one per line (NDJSON), or one after the other; of any size.",
};
const configuration: RawContent = {
  contentType: "application/json",
  description: "A configuration document; its JSON Schema is userlike-limeobject/schema/config.json.",
};

const id = { id: string() };
const conversationId = positiveInteger(undefined, "the id of a conversation");
/** Any other text names a version that does not exist. */
const version = {
  version: pipe(
    string(),
    transform((text) => (/^\d{1,15}$/.test(text) ? Number(text) : -1)),
    number(),
  ),
};

/** All routes. The compiler compares each schema with the contract. */
export const ROUTES = {
  "POST /limepkg-userlike/userlike/": {
    summary: "Delivers a payload of Userlike's Lime CRM add-on, and answers with a link to its limeobject.",
    aliases: ["/limepkg-userlike/userlike", "/userlike/", "/userlike"],
    body: payload,
    response: union([models.pendingSend, object({ url: exactOptional(string()) })]),
  },
  "POST /limepkg-userlike/conversation/": {
    summary: "Connects a conversation to an existing limeobject; later sends go there.",
    aliases: ["/limepkg-userlike/conversation"],
    query: {
      limetype: text("the name of a configured limetype"),
      limeobjectId: positiveInteger(undefined, "the id of a limeobject"),
      conversationId,
    },
    response: union([models.pendingSend, object({ url: string() })]),
  },
  "POST /webhooks/userlike": {
    summary: "Accepts a callback of Userlike's API add-on; the delivery follows later.",
    body: payload,
    response: models.callbackAnswer,
  },
  "GET /healthz": {
    summary: "Answers while the worker and its storage work.",
    response: object({ ok: literal(true) }),
  },
  "GET /metrics": {
    summary: "Counters in Prometheus' text format.",
    response: { contentType: "text/plain", description: "Prometheus' text format, version 0.0.4." },
  },
  "GET /addon.json": {
    summary: "Origins that may show the page in a frame.",
    response: object({ origins: array(string()) }),
  },
  "GET /api/openapi.json": { summary: "This document.", response: object({}) },
  "GET /api/session": {
    summary: "Whom the token belongs to, and where deliveries go.",
    response: models.session,
  },
  "POST /api/preview": {
    summary: "Previews a payload: the bytes of the package's `transform`.",
    query: { instance: sendOptions.instance },
    body: payload,
    response: models.fromPackage("Preview"),
  },
  "POST /api/dry-run": {
    summary: "Reports what a send would do now; it only reads.",
    query: { ...sendOptions, partial: optional(flag, "0") },
    body: payloadOrId,
    response: models.dryRun,
  },
  "POST /api/send": {
    summary: "Delivers a conversation and answers with the receipt; `wait=0` queues it and answers with 202.",
    query: { ...sendOptions, wait: optional(flag, "1"), partial: optional(flag, "0") },
    body: payloadOrId,
    response: models.sent,
  },
  "GET /api/conversations": {
    summary: "Conversations that were received, latest change first.",
    query: page(50, 500),
    response: models.page("conversations", models.receivedConversation),
  },
  "GET /api/conversations/:id": {
    summary: "The sends of a conversation; with `payload=1` its newest payload.",
    params: { id: conversationId },
    query: { payload: optional(flag, "0") },
    response: models.conversationStatus,
  },
  "POST /api/bulk": {
    summary: "Creates a job from many payloads.",
    status: 202,
    query: jobOptions,
    body: payloads,
    response: models.job,
  },
  "GET /api/bulk": {
    summary: "Jobs, newest first.",
    query: page(20, 50),
    response: models.page("jobs", models.job),
  },
  "GET /api/bulk/:id": { summary: "A job.", params: id, response: models.job },
  "GET /api/bulk/:id/rows": {
    summary: "The conversations of a job, in the order of the upload.",
    params: id,
    query: {
      status: exactOptional(picklist(ROW_STATUSES, oneOf(ROW_STATUSES))),
      limit: optional(positiveInteger(1000), "100"),
      after: optional(integer, "0"),
    },
    response: models.page("rows", models.jobRow),
  },
  "GET /api/bulk/:id/events": {
    summary:
      "Progress of a job as server-sent events `progress` and `end`; continues after `Last-Event-ID`, or `after`.",
    params: id,
    query: { after: optional(integer, "0") },
    response: { contentType: "text/event-stream", description: "Events whose data is the job." },
  },
  "POST /api/bulk/:id/cancel": { summary: "Cancels the rows that are not running.", params: id, response: models.job },
  "POST /api/bulk/:id/retry": {
    summary: "Sends failed rows again.",
    status: 202,
    params: id,
    response: intersect([models.job, object({ retried: number() })]),
  },
  "GET /api/bulk/:id/report.csv": {
    summary: "All rows of a job as CSV.",
    params: id,
    response: { contentType: "text/csv", description: "One line per row." },
  },
  "GET /api/bulk/:id/report.json": {
    summary: "A job with all its rows.",
    params: id,
    response: object({ job: models.job, rows: array(models.jobRow) }),
  },
  "POST /api/backfill": {
    summary:
      "Creates a job from the conversations that Userlike has of a range of time. Default of `onlyIfChanged`: 1.",
    status: 202,
    query: jobOptions,
    body: timeRange,
    response: models.job,
  },
  "GET /api/dead-letters": {
    summary: "Sends that failed finally, newest first.",
    query: page(50, 500),
    response: models.page("deadLetters", models.deadLetter),
  },
  "POST /api/dead-letters/redrive": {
    summary: "Sends up to 500 dead letters again; `more` says whether others remain.",
    status: 202,
    body: deadLetterSelection,
    response: object({ redriven: array(number()), more: boolean() }),
  },
  "DELETE /api/dead-letters": {
    summary: "Deletes up to 500 dead letters. The conversations stay failed.",
    body: deadLetterSelection,
    response: models.deleted,
  },
  "DELETE /api/dead-letters/:id": {
    summary: "Deletes a dead letter.",
    params: { id: positiveInteger(undefined, "the id of a dead letter") },
    response: models.deleted,
  },
  "GET /api/operators": {
    summary: "The operators, newest first.",
    response: object({ operators: array(models.operator) }),
  },
  "POST /api/operators": {
    summary: "Creates a token for an operator, and answers with the link that hands it over. Neither is shown again.",
    body: newOperator,
    response: models.createdOperator,
  },
  "DELETE /api/operators/:id": {
    summary: "Revokes an operator's token.",
    params: { id: positiveInteger(undefined, "the id of an operator") },
    response: object({ revoked: number() }),
  },
  "GET /api/settings": {
    summary: "The settings, with the end of the API key only.",
    response: models.settings,
  },
  "PUT /api/settings": {
    summary: "Changes settings. Access to a new Lime CRM is tested first; if the test fails, nothing is saved.",
    body: settingsChanges,
    response: models.settings,
  },
  "GET /api/config": {
    summary: "The configuration, with its problems against the current limetypes. `ETag` is its version.",
    response: models.configurationVersion,
  },
  "PUT /api/config": {
    summary: "Saves a new version of the configuration; with `If-Match` only if that is the newest version.",
    body: configuration,
    response: models.configurationVersion,
  },
  "GET /api/config/versions": {
    summary: "The stored versions of the configuration, newest first.",
    response: object({ versions: array(models.configurationVersionSummary) }),
  },
  "GET /api/config/versions/:version": {
    summary: "A version of the configuration.",
    params: version,
    response: models.configurationVersion,
  },
  "POST /api/config/versions/:version/restore": {
    summary: "Saves an old version as the newest.",
    params: version,
    response: models.configurationVersion,
  },
  "GET /api/limetypes": {
    summary: "Lime CRM's limetypes, fetched at most an hour ago; `refresh=1` fetches them now.",
    query: { refresh: optional(flag, "0") },
    response: models.limetypes,
  },
} as const satisfies { [R in RouteName]: RouteSchema<R> };

/** A route without its particular types. */
export interface UntypedRouteSchema {
  summary: string;
  status?: 200 | 202;
  aliases?: readonly string[];
  params?: Record<string, v.GenericSchema<string | undefined, unknown>>;
  query?: Record<string, v.GenericSchema<string | undefined, unknown>>;
  body?: v.GenericSchema | RawContent;
  response: v.GenericSchema | RawContent;
}

export const routeSchema = (name: RouteName): UntypedRouteSchema => ROUTES[name] as unknown as UntypedRouteSchema;
