import { type Context, Hono } from "hono";
import { ConfigError } from "userlike-limeobject";
import { type App, workspaceOf } from "../env.ts";
import { bodyText, HttpError } from "../http.ts";
import { limeOf, requestOrigin } from "../lime.ts";
import { checkConfiguration } from "../mapper.ts";
import type { SavedConfiguration, SavedLimetypes } from "../workspace/records.ts";

const MAX_BYTES = 1024 * 1024;

export const config = new Hono<App>()
  .get("/api/config", async (c) => {
    const saved = await workspaceOf(c.env).configuration();
    if (saved === null) throw new HttpError(409, "changed", "the configuration was changed meanwhile; try again");
    return answer(c, saved, problemsOf(saved.text, await knownLimetypes(c)));
  })
  /** `If-Match` with the version that was read keeps two administrators from overwriting each other. */
  .put("/api/config", async (c) => {
    const text = await bodyText(c.req.raw, MAX_BYTES);
    return save(c, text, expectedVersion(c.req.header("if-match")), null);
  })
  .get("/api/config/versions", async (c) => c.json({ versions: await workspaceOf(c.env).configurations() }))
  .get("/api/config/versions/:version", async (c) => answer(c, await savedVersion(c, c.req.param("version"))))
  .post("/api/config/versions/:version/restore", async (c) => {
    const { version, text } = await savedVersion(c, c.req.param("version"));
    return save(c, text, null, version);
  });

async function save(c: Context<App>, text: string, onTopOf: number | null, restored: number | null) {
  const warnings = checkConfiguration(text, await knownLimetypes(c));
  const saved = await workspaceOf(c.env).saveConfiguration(text, onTopOf, restored);
  if (saved === null) {
    throw new HttpError(
      412,
      "changed",
      "somebody has saved another version meanwhile; read it, then save yours on top of it",
    );
  }
  return answer(c, saved, warnings);
}

function answer(c: Context<App>, { version, text, savedAt }: SavedConfiguration, problems: readonly object[] = []) {
  c.header("ETag", `"${version}"`);
  return c.json({ version, savedAt, problems, config: JSON.parse(text) });
}

/** Limetypes change, so what was accepted once may have errors now. */
function problemsOf(text: string, limetypes: SavedLimetypes | null): readonly object[] {
  try {
    return checkConfiguration(text, limetypes);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

/** Those of the Lime CRM of the settings; null when it has never told them: that must not keep anybody from writing. */
async function knownLimetypes(c: Context<App>): Promise<SavedLimetypes | null> {
  const workspace = workspaceOf(c.env);
  const lime = await limeOf(c.env, await workspace.settings(), requestOrigin(c.env, c.req.raw));
  if (lime === null) return null;
  return (await workspace.limetypes(lime.source)) ?? (await workspace.fetchLimetypes(false)).limetypes;
}

async function savedVersion(c: Context<App>, text: string): Promise<SavedConfiguration> {
  const saved = /^\d{1,15}$/.test(text) ? await workspaceOf(c.env).configuration(Number(text)) : null;
  if (saved !== null) return saved;
  throw new HttpError(
    404,
    "no-such-version",
    "there is no such version, or it is too old; GET /api/config/versions lists them",
  );
}

function expectedVersion(header: string | undefined): number | null {
  if (header === undefined || header === "*") return null;
  const [, version] = /^(?:W\/)?"(\d{1,15})"$/.exec(header) ?? [];
  if (version === undefined) {
    throw new HttpError(
      400,
      "bad-if-match",
      'If-Match must be the ETag of the version that was read, e.g. "3" with its quotes',
    );
  }
  return Number(version);
}
