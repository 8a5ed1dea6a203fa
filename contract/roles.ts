import type { Role } from "./operators.ts";
import type { RouteName } from "./routes.ts";

/**
 * Who may use a route. `operator`: operators and the administrator. `metrics`: the administrator, and whoever has METRICS_TOKEN.
 * `apiKey` and `webhookSecret`: Userlike's add-ons. `public`: everybody.
 */
export type Access = Role | "metrics" | "apiKey" | "webhookSecret" | "public";

/** Who may use each route. The worker enforces it in one place, and a test walks every route with every role. */
export const ACCESS = {
  "POST /limepkg-userlike/userlike/": "apiKey",
  "POST /limepkg-userlike/conversation/": "apiKey",
  "POST /webhooks/userlike": "webhookSecret",
  "GET /healthz": "public",
  "GET /metrics": "metrics",
  "GET /addon.json": "public",
  "GET /api/openapi.json": "administrator",
  "GET /api/session": "operator",
  "POST /api/preview": "operator",
  "POST /api/dry-run": "operator",
  "POST /api/send": "operator",
  "GET /api/conversations": "administrator",
  "GET /api/conversations/:id": "operator",
  "POST /api/bulk": "administrator",
  "GET /api/bulk": "administrator",
  "GET /api/bulk/:id": "administrator",
  "GET /api/bulk/:id/rows": "administrator",
  "GET /api/bulk/:id/events": "administrator",
  "POST /api/bulk/:id/cancel": "administrator",
  "POST /api/bulk/:id/retry": "administrator",
  "GET /api/bulk/:id/report.csv": "administrator",
  "GET /api/bulk/:id/report.json": "administrator",
  "POST /api/backfill": "administrator",
  "GET /api/dead-letters": "administrator",
  "POST /api/dead-letters/redrive": "administrator",
  "DELETE /api/dead-letters": "administrator",
  "DELETE /api/dead-letters/:id": "administrator",
  "GET /api/operators": "administrator",
  "POST /api/operators": "administrator",
  "DELETE /api/operators/:id": "administrator",
  "GET /api/settings": "administrator",
  "PUT /api/settings": "administrator",
  "GET /api/config": "operator",
  "PUT /api/config": "administrator",
  "GET /api/config/versions": "administrator",
  "GET /api/config/versions/:version": "administrator",
  "POST /api/config/versions/:version/restore": "administrator",
  "GET /api/limetypes": "operator",
} as const satisfies Record<RouteName, Access>;

/** Query parameters of an operator's routes that only the administrator may use. */
export const ADMINISTRATOR_PARAMETERS: { readonly [R in RouteName]?: readonly string[] } = {
  // An operator has the conversation already, in Userlike; the stored one could be any other.
  "GET /api/conversations/:id": ["payload"],
  "GET /api/limetypes": ["refresh"],
};
