import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { addressOf } from "./address.ts";
import { ApiError } from "./api-error.ts";
import type { FileStore } from "./file-store.ts";
import { descriptive, PAGE, relatedRows } from "./hal.ts";
import { isInverse, isRelation, type Limetype, type Property } from "./limetypes.ts";
import type { ObjectRow, ObjectStore } from "./object-store.ts";
import { clientPath, type Markup, page } from "./page.ts";
import { STYLE } from "./page-style.ts";
import { withOffset } from "./times.ts";
import { type StoredValues, toJson } from "./values.ts";

const NEWEST = 5;
/** One more than a page, to know whether there are more. */
const NEWEST_FIRST = { order: ["_id DESC"], limit: PAGE + 1 };
/** Characters of a note in lists; its own page shows all of it. */
const MAX_NOTE = 20_000;

/** The web client: pages that show the objects and files of an application. */
export function pageRoutes(objects: ObjectStore, files: FileStore): Hono {
  const pages = new Hono({ strict: false });
  const viewOf = (context: Context): View => new View(objects, files, clientPath(addressOf(context.req.raw).base));

  pages.get("/style.css", () => {
    return new Response(STYLE, {
      headers: {
        "content-type": "text/css; charset=utf-8",
        "cache-control": "max-age=3600",
        "x-content-type-options": "nosniff",
      },
    });
  });

  pages.get("/", (context) => viewOf(context).overview());

  pages.get("/object/:limetype", (context) => {
    const limetype = objects.limetype(context.req.param("limetype"));
    const offset = Number(/^\d{1,9}$/.exec(context.req.query("offset") ?? "")?.[0] ?? 0);
    return viewOf(context).list(limetype, offset);
  });

  pages.get("/object/:limetype/:id", (context) => {
    const limetype = objects.limetype(context.req.param("limetype"));
    const id = context.req.param("id");
    const row = /^\d{1,15}$/.test(id) ? objects.get(limetype, Number(id)) : undefined;
    if (row) return viewOf(context).object(limetype, row);
    const message = `There is no ${limetype.localname.singular} with the id ${id.slice(0, 32)}.`;
    throw new ApiError(404, "object-not-found", message);
  });

  pages.get("/file/:id", (context) => files.download(files.require(context.req.param("id"))));

  return pages;
}

const valuesOf = (row: ObjectRow): StoredValues => JSON.parse(row.data) as StoredValues;

const nameOf = (limetype: Limetype, row: ObjectRow): string =>
  descriptive(limetype, valuesOf(row)).slice(0, 200) || `${limetype.localname.singular} ${row._id}`;

const shownTime = (text: string): string => text.replace("T", " ").replace(/\.\d+/, "");

const SAFE_LINK = /^(https?|mailto|tel|limecrm):/i;

class View {
  readonly #objects: ObjectStore;
  readonly #files: FileStore;
  /** Path of the web client. */
  readonly #client: string;

  constructor(objects: ObjectStore, files: FileStore, client: string) {
    this.#objects = objects;
    this.#files = files;
    this.#client = client;
  }

  /** The newest objects of each limetype. */
  overview(): Promise<Response> {
    const sections = [...this.#objects.limetypes.values()].map((limetype) => {
      const count = this.#objects.count(limetype);
      const rows = this.#objects.select(limetype, { order: ["_id DESC"], limit: NEWEST });
      const { plural } = limetype.localname;
      const all = html`<a href="${this.#client}/object/${limetype.name}/">all ${count}</a>`;
      return html`
<section>
<h2>${plural} <span class="quiet">${count > rows.length ? html`newest; ${all}` : count}</span></h2>
${count === 0 ? html`<p class="empty">None yet.</p>` : html`<div class="card">${this.#links(limetype, rows)}</div>`}
</section>`;
    });
    return page(this.#client, "Overview", [html`<h1>What is in the sandbox</h1>`, ...sections]);
  }

  /** The objects of a limetype, the newest first. */
  list(limetype: Limetype, offset: number): Promise<Response> {
    const rows = this.#objects.select(limetype, { order: ["_id DESC"], limit: PAGE + 1, offset });
    const href = (to: number): string => `${this.#client}/object/${limetype.name}/?offset=${to}`;
    const main = html`<h1>${limetype.localname.plural}</h1>
${rows.length === 0 ? html`<p class="empty">None here.</p>` : html`<div class="card">${this.#links(limetype, rows.slice(0, PAGE))}</div>`}
<p>${offset > 0 ? html`<a href="${href(Math.max(0, offset - PAGE))}">Newer</a> ` : ""}
${rows.length > PAGE ? html`<a href="${href(offset + PAGE)}">Older</a>` : ""}</p>`;
    return page(this.#client, limetype.localname.plural, main);
  }

  /** An object with its values, and the objects that point at it. */
  object(limetype: Limetype, row: ObjectRow): Promise<Response> {
    const values = valuesOf(row);
    const own = limetype.properties.filter((property) => !isInverse(property));
    const far = limetype.properties.filter(isInverse);
    const main = html`<h1><span class="kind">${limetype.localname.singular} ${row._id}</span>${nameOf(limetype, row)}</h1>
<div class="card"><dl>
${own.map(
  (property) => html`<dt>${property.localname}</dt><dd>${this.#value(property, values[property.name])}</dd>
`,
)}
<dt>Created</dt><dd>${shownTime(withOffset(row.created))}</dd>
<dt>Changed</dt><dd>${shownTime(withOffset(row.updated))}</dd>
</dl></div>
${far.map((property) => this.#related(limetype, row, property))}`;
    return page(this.#client, nameOf(limetype, row), main);
  }

  #link(limetype: Limetype, row: ObjectRow): Markup {
    return html`<a href="${this.#client}/object/${limetype.name}/${row._id}">${nameOf(limetype, row)}</a>`;
  }

  #links(limetype: Limetype, rows: readonly ObjectRow[]): Markup {
    return html`<ul>${rows.map((row) => html`<li>${this.#link(limetype, row)} <span class="quiet">${row._id}</span></li>`)}</ul>`;
  }

  /** The objects that point at this one: history notes with their text, documents with their file, others by name. */
  #related(limetype: Limetype, row: ObjectRow, property: Property): Markup {
    const { related, rows } = relatedRows(this.#objects, limetype, row, property, NEWEST_FIRST);
    const shown = rows.slice(0, PAGE);
    const body =
      related.name === "history" || related.name === "document"
        ? shown.map((found) => this.#card(related, found))
        : html`<div class="card">${this.#links(related, shown)}</div>`;
    return html`
<section>
<h2>${property.localname}</h2>
${rows.length === 0 ? html`<p class="empty">None.</p>` : body}
${rows.length > PAGE ? html`<p class="quiet">These are the newest ${PAGE}; there are more.</p>` : ""}
</section>`;
  }

  #card(related: Limetype, row: ObjectRow): Markup {
    const values = valuesOf(row);
    const note = values.note;
    const isTruncated = typeof note === "string" && note.length > MAX_NOTE;
    const others = related.properties
      .filter((property) => property.name !== "note" && !isRelation(property))
      .filter(({ name }) => values[name] !== null && values[name] !== "")
      .map((property) => html`<span>${this.#value(property, values[property.name])}</span> `);
    return html`<article class="card note">
<div class="quiet"><a href="${this.#client}/object/${related.name}/${row._id}">${related.localname.singular} ${row._id}</a> ${others}</div>
${typeof note === "string" ? html`<div class="text">${isTruncated ? `${note.slice(0, MAX_NOTE).toWellFormed()}...` : note}</div>` : ""}
</article>`;
  }

  #value(property: Property, stored: StoredValues[string] | undefined): Markup | string {
    const value = toJson(property, stored);
    const empty = html`<span class="empty">–</span>`;
    if (value === null || value === "" || (Array.isArray(value) && value.length === 0)) return empty;
    switch (property.type) {
      case "belongsto": {
        const related = this.#objects.limetype(property.relatedType ?? "");
        const row = this.#objects.get(related, Number(value));
        return row ? this.#link(related, row) : empty;
      }
      case "file": {
        if (!this.#files.has(Number(value))) return empty;
        const { id, filename, size } = this.#files.require(String(value));
        return html`<a href="${this.#client}/file/${id}" download>${filename}</a> <span class="quiet">${size} bytes</span>`;
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
}
