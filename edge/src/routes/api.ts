import type { RouteName } from "../../../contract/routes.ts";
import { backfill } from "./backfill.ts";
import { bulk } from "./bulk.ts";
import { config } from "./config.ts";
import { conversations } from "./conversations.ts";
import { deadLetters } from "./dead-letters.ts";
import type { BodyErrors, Handlers } from "./handlers.ts";
import { health } from "./health.ts";
import { limetypes } from "./limetypes.ts";
import { openApi } from "./openapi.ts";
import { operators } from "./operators.ts";
import { addon } from "./page.ts";
import { preview } from "./preview.ts";
import { send } from "./send.ts";
import { settings } from "./settings.ts";
import { settingsError } from "./settings-changes.ts";
import { userlike } from "./userlike.ts";
import { webhooks } from "./webhooks.ts";

/** The handlers of all routes of the contract. */
export const handlers: Handlers<RouteName> = {
  ...addon,
  ...backfill,
  ...bulk,
  ...config,
  ...conversations,
  ...deadLetters,
  ...health,
  ...limetypes,
  ...openApi,
  ...operators,
  ...preview,
  ...send,
  ...settings,
  ...userlike,
  ...webhooks,
};

export const bodyErrors: BodyErrors = { "PUT /api/settings": settingsError };
