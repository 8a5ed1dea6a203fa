import type { Role } from "../../../contract/operators.ts";

/** Names of secrets and variables: edge/variables.env, from which `wrangler types` generates them. */
export type VariableName = keyof NodeJS.ProcessEnv;

/** Bindings (wrangler.jsonc), and secrets and variables, each of which may be absent. */
export interface Env extends Omit<Cloudflare.Env, VariableName | "SANDBOX">, Variables {
  /** The sandbox Lime CRM (sandbox/), a worker of its own. Without it `/sandbox/` answers 404. */
  SANDBOX?: SandboxBinding;
}

export type Variables = { [Name in VariableName]?: string };

/** Whom the token of a request belongs to. */
export interface Caller {
  role: Role;
  /** The operator's name; null for the administrator. */
  name: string | null;
}

/** Hono's type parameter. */
export interface App {
  Bindings: Env;
  /** `caller` is set for routes that need a token. */
  Variables: { caller: Caller };
}

/** The only Workspace. */
export const workspaceOf = (env: Env) => env.WORKSPACE.getByName("workspace");

/** The object of a conversation. */
export const conversationOf = (env: Env, conversation: number) => env.CONVERSATION.getByName(String(conversation));

/** The object of a job. */
export const bulkOf = (env: Env, job: string) => env.BULK.getByName(job);

/** The sandbox Lime CRM as a service binding. */
export interface SandboxBinding {
  fetch(request: Request): Promise<Response>;
  /** The API key of the sandbox for requests to `origin`; null when the sandbox is closed there. */
  apiKey(origin: string): Promise<string | null>;
}

/** The sandbox Lime CRM; undefined without the binding, or when it is switched off. */
export const sandboxOf = (env: Env): SandboxBinding | undefined =>
  env.USE_SANDBOX === "off" ? undefined : env.SANDBOX;

/** The origin of the worker for the outside; stored with deliveries, for links into the sandbox. */
export const publicOrigin = (env: Env, request: Request): string => new URL(env.PUBLIC_URL || request.url).origin;
