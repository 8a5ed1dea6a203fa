import type { DryRunReport, Preview, Receipt } from "userlike-limeobject";
import type { ConfigurationVersion, ConfigurationVersionSummary } from "./configurations.ts";
import type {
  AcceptedSend,
  ConversationStatus,
  PendingSend,
  ReceivedConversation,
  SendOptions,
} from "./conversations.ts";
import type { DeadLetter, DeadLetterSelection } from "./dead-letters.ts";
import type { Job, JobRow, RowStatus } from "./jobs.ts";
import type { LimetypesAnswer } from "./limetypes.ts";
import type { CreatedOperator, Operator, Session } from "./operators.ts";
import type { AddonOrigins, Settings, SettingsChanges } from "./settings.ts";

/** What a route takes and answers. */
export interface RouteTypes {
  params?: Record<string, string | number>;
  query?: object;
  /** A JSON body; `Raw` for payloads and configuration documents, which the mapper judges. */
  body?: unknown;
  /** The JSON of the answer; `Raw` for files and streams of events. */
  response: unknown;
}

/** Stands for a body of bytes or text that the contract does not describe. */
export type Raw = "raw";

/** A page of a list. `next` is the address of the next page, or null. */
type Page<Name extends string, Item> = { [K in Name]: Item[] } & { next: string | null };

interface JobOptions extends Pick<SendOptions, "instance" | "existing" | "onlyIfChanged"> {
  /** Number of conversations that are sent at the same time. Default: 8. */
  concurrency?: number;
}

/** Every route of the worker, by method and path, except the sandbox's and the files of the page. */
export interface Routes {
  "POST /limepkg-userlike/userlike/": { body: Raw; response: { url?: string } | PendingSend };
  "POST /limepkg-userlike/conversation/": {
    query: { limetype: string; limeobjectId: number; conversationId: number };
    response: { url: string } | PendingSend;
  };
  "POST /webhooks/userlike": { body: Raw; response: AcceptedSend | { ignored: string } };
  "GET /healthz": { response: { ok: true } };
  "GET /metrics": { response: Raw };
  "GET /addon.json": { response: AddonOrigins };
  "GET /api/openapi.json": { response: object };
  "GET /api/session": { response: Session };
  "POST /api/preview": { query: { instance?: string }; body: Raw; response: Preview };
  "POST /api/dry-run": {
    query: SendOptions & { partial?: boolean };
    body: Raw;
    response: Omit<AcceptedSend, "send"> & { instance: Preview["instance"]; report: DryRunReport };
  };
  "POST /api/send": {
    /** `partial`: the transcript may be a part only; the payload that is stored completes it. */
    query: SendOptions & { wait?: boolean; partial?: boolean };
    body: Raw;
    response: (AcceptedSend & Receipt) | (AcceptedSend & { status: string });
  };
  "GET /api/conversations": {
    query: { limit?: number; before?: number };
    response: Page<"conversations", ReceivedConversation>;
  };
  "GET /api/conversations/:id": {
    params: { id: number };
    /** `payload`: answers the newest payload instead, as it was received. */
    query: { payload?: boolean };
    response: ConversationStatus;
  };
  "POST /api/bulk": { query: JobOptions; body: Raw; response: Job };
  "GET /api/bulk": { query: { limit?: number; before?: number }; response: Page<"jobs", Job> };
  "GET /api/bulk/:id": { params: { id: string }; response: Job };
  "GET /api/bulk/:id/rows": {
    params: { id: string };
    query: { status?: RowStatus; limit?: number; after?: number };
    response: Page<"rows", JobRow>;
  };
  "GET /api/bulk/:id/events": { params: { id: string }; query: { after?: number }; response: Raw };
  "POST /api/bulk/:id/cancel": { params: { id: string }; response: Job };
  "POST /api/bulk/:id/retry": { params: { id: string }; response: Job & { retried: number } };
  "GET /api/bulk/:id/report.csv": { params: { id: string }; response: Raw };
  "GET /api/bulk/:id/report.json": { params: { id: string }; response: { job: Job; rows: JobRow[] } };
  "POST /api/backfill": { query: JobOptions; body: { from: string; to?: string }; response: Job };
  "GET /api/dead-letters": {
    query: { limit?: number; before?: number };
    response: Page<"deadLetters", DeadLetter>;
  };
  "POST /api/dead-letters/redrive": { body: DeadLetterSelection; response: { redriven: number[]; more: boolean } };
  "DELETE /api/dead-letters": { body: DeadLetterSelection; response: { deleted: number[]; more: boolean } };
  "DELETE /api/dead-letters/:id": { params: { id: number }; response: { deleted: number[]; more: boolean } };
  "GET /api/operators": { response: { operators: Operator[] } };
  "POST /api/operators": { body: { name: string }; response: CreatedOperator };
  "DELETE /api/operators/:id": { params: { id: number }; response: { revoked: number } };
  "GET /api/settings": { response: Settings };
  "PUT /api/settings": { body: SettingsChanges; response: Settings };
  "GET /api/config": { response: ConfigurationVersion };
  "PUT /api/config": { body: Raw; response: ConfigurationVersion };
  "GET /api/config/versions": { response: { versions: ConfigurationVersionSummary[] } };
  "GET /api/config/versions/:version": { params: { version: number }; response: ConfigurationVersion };
  "POST /api/config/versions/:version/restore": { params: { version: number }; response: ConfigurationVersion };
  "GET /api/limetypes": { query: { refresh?: boolean }; response: LimetypesAnswer };
}

export type RouteName = keyof Routes;

/** A part of a route, or `Otherwise` where the route has none. */
export type RoutePart<R extends RouteName, Part extends keyof RouteTypes, Otherwise = Record<never, never>> =
  Routes[R] extends Record<Part, infer Value> ? Value : Otherwise;

export type RouteParams<R extends RouteName> = RoutePart<R, "params">;
export type RouteQuery<R extends RouteName> = RoutePart<R, "query">;
export type RouteBody<R extends RouteName> = RoutePart<R, "body", undefined>;
export type RouteResponse<R extends RouteName> = Routes[R]["response"];
