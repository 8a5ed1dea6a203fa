import { publicOrigin, workspaceOf } from "../platform/env.ts";
import { HttpError } from "../platform/http.ts";
import { formatOperatorToken, hashOf, newSecret } from "../platform/operator-token.ts";
import type { Handlers } from "./handlers.ts";

export const operators: Handlers<
  "GET /api/session" | "GET /api/operators" | "POST /api/operators" | "DELETE /api/operators/:id"
> = {
  "GET /api/session": async ({ env, caller }) => {
    const { sandbox, lime, mediaHosts } = await workspaceOf(env).settings();
    return { json: { ...caller, sandbox, lime: sandbox ? null : (lime?.url ?? null), mediaHosts } };
  },

  "GET /api/operators": async ({ env }) => ({ json: { operators: await workspaceOf(env).operators() } }),

  "POST /api/operators": async ({ env, raw, body: { name } }) => {
    const secret = newSecret();
    const operator = await workspaceOf(env).addOperator(name, await hashOf(secret));
    if (operator === null) {
      const message = `there is an operator "${name}" already; choose another name, or revoke that operator first`;
      throw new HttpError(409, "operator-exists", message, { pointer: "/name" });
    }
    const token = formatOperatorToken({ id: operator.id, secret });
    return { json: { operator, token, link: `${publicOrigin(env, raw)}/?addon#token=${token}` } };
  },

  "DELETE /api/operators/:id": async ({ env, params: { id } }) => {
    if (await workspaceOf(env).removeOperator(id)) return { json: { revoked: id } };
    throw new HttpError(404, "no-operator", `there is no operator ${id} (any more); GET /api/operators lists them`);
  },
};
