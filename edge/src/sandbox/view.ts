// Pages that show what is in the sandbox. They hold what anonymous visitors wrote: everything is escaped, nothing runs.

import { Hono } from "hono";
import { html } from "hono/html";
import type { Files } from "./files.ts";
import { descriptive, PAGE, relatedRows } from "./hal.ts";
import { isRelation, type Limetype, type Property } from "./limetypes.ts";
import type { ObjectRow, Objects } from "./objects.ts";
import { Refusal } from "./refusal.ts";
import { STYLE } from "./style.ts";
import { withOffset } from "./times.ts";
import { answered, type StoredValues } from "./values.ts";

const CLIENT = "/sandbox/client";
const NEWEST = 5;
/** One more than a page, to know whether there are more. */
const NEWEST_FIRST = { order: ["_id DESC"], limit: PAGE + 1 };
/** A note longer than this is cut in lists; its own page shows all of it. */
const MAX_NOTE = 20_000;

type Markup = ReturnType<typeof html>;

const POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

async function page(title: string, main: Markup | Markup[], status = 200, headers = {}): Promise<Response> {
  const document = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title} · Sandbox Lime CRM</title>
<link rel="stylesheet" href="${CLIENT}/style.css">
</head>
<body>
<header><a href="${CLIENT}/">Sandbox Lime CRM</a></header>
<main>
${main}
</main>
</body>
</html>
`;
  return new Response(document.toString(), {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": POLICY,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}

/** A refusal, as a page. */
export const refusalPage = ({ status, message, headers }: Refusal): Promise<Response> =>
  page(`${status}`, html`<h1>${status}</h1><p>${message}</p>`, status, headers);

export function pageRoutes(objects: Objects, files: Files): Hono {
  const pages = new Hono({ strict: false });
  pages.get("/style.css", () => {
    return new Response(STYLE, {
      headers: {
        "content-type": "text/css; charset=utf-8",
        "cache-control": "max-age=3600",
        "x-content-type-options": "nosniff",
      },
    });
  });

  pages.get("/", () => page("Overview", overview(objects)));

  pages.get("/object/:limetype", (context) => {
    const limetype = objects.limetype(context.req.param("limetype"));
    const offset = Number(/^\d{1,9}$/.exec(context.req.query("offset") ?? "")?.[0] ?? 0);
    return page(limetype.localname.plural, listing(objects, limetype, offset));
  });

  pages.get("/object/:limetype/:id", (context) => {
    const limetype = objects.limetype(context.req.param("limetype"));
    const id = context.req.param("id");
    const row = /^\d{1,15}$/.test(id) ? objects.get(limetype, Number(id)) : undefined;
    if (!row)
      throw new Refusal(
        404,
        "object-not-found",
        `There is no ${limetype.localname.singular} with the id ${id.slice(0, 32)}.`,
      );
    return page(nameOf(limetype, row), object(objects, files, limetype, row));
  });

  pages.get("/file/:id", (context) => files.download(files.require(context.req.param("id"))));

  return pages;
}

const valuesOf = (row: ObjectRow): StoredValues => JSON.parse(row.data) as StoredValues;

const nameOf = (limetype: Limetype, row: ObjectRow): string =>
  descriptive(limetype, valuesOf(row)).slice(0, 200) || `${limetype.localname.singular} ${row._id}`;

const linkTo = (limetype: Limetype, row: ObjectRow): Markup =>
  html`<a href="${CLIENT}/object/${limetype.name}/${row._id}">${nameOf(limetype, row)}</a>`;

const shownTime = (text: string): string => text.replace("T", " ").replace(/\.\d+/, "");

const listed = (limetype: Limetype, rows: readonly ObjectRow[]): Markup =>
  html`<ul>${rows.map((row) => html`<li>${linkTo(limetype, row)} <span class="quiet">${row._id}</span></li>`)}</ul>`;

function overview(objects: Objects): Markup[] {
  const sections = [...objects.limetypes.values()].map((limetype) => {
    const count = objects.count(limetype);
    const rows = objects.select(limetype, { order: ["_id DESC"], limit: NEWEST });
    const { plural } = limetype.localname;
    const all = html`<a href="${CLIENT}/object/${limetype.name}/">all ${count}</a>`;
    return html`
<section>
<h2>${plural} <span class="quiet">${count > rows.length ? html`newest; ${all}` : count}</span></h2>
${count === 0 ? html`<p class="empty">None yet.</p>` : html`<div class="card">${listed(limetype, rows)}</div>`}
</section>`;
  });
  return [html`<h1>What is in the sandbox</h1>`, ...sections];
}

function listing(objects: Objects, limetype: Limetype, offset: number): Markup {
  const rows = objects.select(limetype, { order: ["_id DESC"], limit: PAGE + 1, offset });
  const href = (to: number): string => `${CLIENT}/object/${limetype.name}/?offset=${to}`;
  return html`<h1>${limetype.localname.plural}</h1>
${rows.length === 0 ? html`<p class="empty">None here.</p>` : html`<div class="card">${listed(limetype, rows.slice(0, PAGE))}</div>`}
<p>${offset > 0 ? html`<a href="${href(Math.max(0, offset - PAGE))}">Newer</a> ` : ""}
${rows.length > PAGE ? html`<a href="${href(offset + PAGE)}">Older</a>` : ""}</p>`;
}

function object(objects: Objects, files: Files, limetype: Limetype, row: ObjectRow): Markup {
  const values = valuesOf(row);
  const near = limetype.properties.filter((property) => property.type === "belongsto" || !isRelation(property));
  const far = limetype.properties.filter((property) => isRelation(property) && property.type !== "belongsto");
  return html`<h1><span class="kind">${limetype.localname.singular} ${row._id}</span>${nameOf(limetype, row)}</h1>
<div class="card"><dl>
${near.map(
  (property) => html`<dt>${property.localname}</dt><dd>${shown(objects, files, property, values[property.name])}</dd>
`,
)}
<dt>Created</dt><dd>${shownTime(withOffset(row.created))}</dd>
<dt>Changed</dt><dd>${shownTime(withOffset(row.updated))}</dd>
</dl></div>
${far.map((property) => pointing(objects, files, limetype, row, property))}`;
}

/** The objects that point at this one: history notes with their text, documents with their file, others by name. */
function pointing(objects: Objects, files: Files, limetype: Limetype, row: ObjectRow, property: Property): Markup {
  const { related, rows } = relatedRows(objects, limetype, row, property, NEWEST_FIRST);
  const shownRows = rows.slice(0, PAGE);
  const body =
    related.name === "history" || related.name === "document"
      ? shownRows.map((found) => card(objects, files, related, found))
      : html`<div class="card">${listed(related, shownRows)}</div>`;
  return html`
<section>
<h2>${property.localname}</h2>
${rows.length === 0 ? html`<p class="empty">None.</p>` : body}
${rows.length > PAGE ? html`<p class="quiet">These are the newest ${PAGE}; there are more.</p>` : ""}
</section>`;
}

function card(objects: Objects, files: Files, related: Limetype, row: ObjectRow): Markup {
  const values = valuesOf(row);
  const note = values.note;
  const cut = typeof note === "string" && note.length > MAX_NOTE;
  const parts = related.properties
    .filter(
      ({ name, type }) => name !== "note" && !["belongsto", "hasone", "hasmany", "hasandbelongstomany"].includes(type),
    )
    .filter(({ name }) => values[name] !== null && values[name] !== "")
    .map((property) => html`<span>${shown(objects, files, property, values[property.name])}</span> `);
  return html`<article class="card note">
<div class="quiet"><a href="${CLIENT}/object/${related.name}/${row._id}">${related.localname.singular} ${row._id}</a> ${parts}</div>
${typeof note === "string" ? html`<div class="text">${cut ? `${note.slice(0, MAX_NOTE).toWellFormed()}...` : note}</div>` : ""}
</article>`;
}

const SAFE_LINK = /^(https?|mailto|tel|limecrm):/i;

function shown(
  objects: Objects,
  files: Files,
  property: Property,
  stored: StoredValues[string] | undefined,
): Markup | string {
  const value = answered(property, stored);
  if (value === null || value === "" || (Array.isArray(value) && value.length === 0))
    return html`<span class="empty">–</span>`;
  switch (property.type) {
    case "belongsto": {
      const related = objects.limetype(property.relatedType ?? "");
      const row = objects.get(related, Number(value));
      return row ? linkTo(related, row) : html`<span class="empty">–</span>`;
    }
    case "file": {
      if (!files.has(Number(value))) return html`<span class="empty">–</span>`;
      const { id, filename, size } = files.require(String(value));
      return html`<a href="${CLIENT}/file/${id}" download>${filename}</a> <span class="quiet">${size} bytes</span>`;
    }
    case "option":
      return (value as { text: string; key: string }).text || "–";
    case "set":
      return (value as { text: string }[]).map(({ text }) => text).join(", ");
    case "yesno":
      return value === true ? "Yes" : "No";
    case "time":
      return shownTime(String(value));
    case "percent":
      return `${value} %`;
    case "link":
      return SAFE_LINK.test(String(value))
        ? html`<a href="${value}" rel="noopener noreferrer">${value}</a>`
        : String(value);
    default:
      return html`<span class="text">${String(value)}</span>`;
  }
}
