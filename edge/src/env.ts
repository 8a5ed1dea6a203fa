import type { Bulk } from "./bulk.ts";
import type { DeliveryMessage } from "./conversation/records.ts";
import type { Conversation } from "./conversation.ts";
import type { RateLimit } from "./limiter.ts";
import type { Workspace } from "./workspace.ts";

/** What the worker is given: bindings (wrangler.jsonc), variables and secrets. Every variable may be absent. */
export interface Env {
  // Durable Objects
  WORKSPACE: DurableObjectNamespace<Workspace>;
  CONVERSATION: DurableObjectNamespace<Conversation>;
  RATE_LIMIT: DurableObjectNamespace<RateLimit>;
  BULK: DurableObjectNamespace<Bulk>;

  /** Conversations that are to be delivered. */
  DELIVERIES: Queue<DeliveryMessage>;
  /** The page's files. */
  ASSETS: Fetcher;
  /** The sandbox Lime CRM (sandbox/), a worker of its own. Without it `/sandbox/` answers 404. */
  SANDBOX?: SandboxBinding;

  // Secrets
  /** Opens `/api` and `/metrics`. Without it both answer 503. */
  ADMIN_TOKEN?: string;
  /** Opens `/metrics` only, for the one who scrapes it. */
  METRICS_TOKEN?: string;
  /** What callbacks of Userlike's API add-on must bring along in the header `WEBHOOK_HEADER`. */
  WEBHOOK_SECRET?: string;
  /** The `x-api-key` of requests to `/limepkg-userlike/` and `/userlike/`; without it, Lime CRM's own API key. */
  INBOUND_API_KEY?: string;
  /** The token for Userlike's JSON API, for backfills. */
  USERLIKE_TOKEN?: string;

  // Variables
  /** The origin under which the world reaches this worker, for links into the sandbox; else that of the request. */
  PUBLIC_URL?: string;
  /** "off": there is no sandbox Lime CRM, and `/sandbox/` answers 404. "on" when nothing is said. */
  USE_SANDBOX?: string;
  /** The header in which callbacks bring `WEBHOOK_SECRET`; "x-userlike-secret" when nothing is said. */
  WEBHOOK_HEADER?: string;
  /** Hosts that media files may be fetched from, comma-separated; "*.x" means every host below x. */
  MEDIA_HOSTS?: string;
  /** How many requests Lime CRM takes in how many seconds; "3000/300" when nothing is said. */
  LIME_RATE?: string;
  /** Other web sites that may call `/api`, comma-separated origins; none when nothing is said. */
  ALLOWED_ORIGINS?: string;
  /** The largest single request body, in bytes; 16777216 when nothing is said. Bulk bodies are streamed and not limited by it. */
  MAX_BODY_BYTES?: string;
  /** How long Lime CRM may take for one answer, in seconds; 30 when nothing is said. */
  ANSWER_SECONDS?: string;
  /** How often a delivery is begun before it becomes a dead letter; 6 when nothing is said. */
  DELIVERY_ATTEMPTS?: string;
  /** How long a delivery is put off when Lime CRM can't be reached, in seconds, the first time; 30 when nothing is said. */
  RETRY_SECONDS?: string;
  /** Work that was not heard of for so many seconds was interrupted, and is gone on with; 30 when nothing is said. */
  RESUME_SECONDS?: string;
  /** Userlike's JSON API; "https://api.userlike.com/api/um/v3/" when nothing is said. */
  USERLIKE_API?: string;
  /** How long Userlike is left alone after a failure, in seconds, when it does not say for how long; 60 when nothing is said. */
  USERLIKE_PAUSE_SECONDS?: string;
}

/** What Hono is told about a request's surroundings. */
export interface App {
  Bindings: Env;
}

/** The one Workspace. */
export const workspaceOf = (env: Env): DurableObjectStub<Workspace> => env.WORKSPACE.getByName("workspace");

/** The object of one conversation. */
export const conversationOf = (env: Env, conversation: number): DurableObjectStub<Conversation> =>
  env.CONVERSATION.getByName(String(conversation));

/** The object of one job. */
export const bulkOf = (env: Env, job: string): DurableObjectStub<Bulk> => env.BULK.getByName(job);

/** The sandbox Lime CRM as a service binding. */
export interface SandboxBinding {
  fetch(request: Request): Promise<Response>;
  /** The API key of the sandbox for requests to `origin`; null when the sandbox is closed there. */
  apiKey(origin: string): Promise<string | null>;
}

/** The sandbox Lime CRM; undefined without the binding, or when it is switched off. */
export const sandboxOf = (env: Env): SandboxBinding | undefined =>
  env.USE_SANDBOX === "off" ? undefined : env.SANDBOX;
