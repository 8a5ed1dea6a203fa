import { html } from "hono/html";
import type { FileStore } from "./file-store.ts";
import { descriptive, PAGE, relatedRows } from "./hal.ts";
import { isInverse, isRelation, type Limetype, type Property, type PropertyType } from "./limetypes.ts";
import type { ObjectRow, ObjectStore } from "./object-store.ts";
import { type Frame, frameOf, type Markup, page } from "./page.ts";
import { timeElement } from "./page-times.ts";
import { withOffset } from "./times.ts";
import { type StoredValues, toJson } from "./values.ts";

/** Objects of each limetype on the overview. */
const NEWEST = 5;

/** One more than a page, to know whether there are more. */
const NEWEST_FIRST = { order: ["_id DESC"], limit: PAGE + 1 };

/** Characters of a note in lists; its own page shows all of it. */
const MAX_NOTE = 20_000;

/** Columns of a list beside the object's name. */
const MAX_COLUMNS = 4;

const COLUMN_TYPES: readonly PropertyType[] = [
  "option",
  "belongsto",
  "time",
  "date",
  "yesno",
  "phone",
  "integer",
  "decimal",
];

const valuesOf = (row: ObjectRow): StoredValues => JSON.parse(row.data) as StoredValues;

const nameOf = (limetype: Limetype, row: ObjectRow): string =>
  descriptive(limetype, valuesOf(row)).slice(0, 200) || `${limetype.localname.singular} ${row._id}`;

const SAFE_LINK = /^(https?|mailto|tel|limecrm):/i;

/** Pages of the web client in the language of one request. */
export class View {
  readonly #objects: ObjectStore;
  readonly #files: FileStore;
  readonly #origin: string;
  readonly #frame: Frame;

  constructor(objects: ObjectStore, files: FileStore, request: Request, client: string) {
    this.#objects = objects;
    this.#files = files;
    this.#origin = new URL(request.url).origin;
    const limetypes = [...objects.limetypes.values()].map((limetype) => ({ limetype, count: objects.count(limetype) }));
    this.#frame = frameOf(request, client, limetypes);
  }

  /** The newest objects of each limetype. */
  overview(): Promise<Response> {
    const { t, client, limetypes } = this.#frame;
    const cards = limetypes.map(({ limetype, count }) => {
      const rows = this.#objects.select(limetype, { order: ["_id DESC"], limit: NEWEST });
      const all =
        count > rows.length
          ? html`<a class="more" href="${client}/object/${limetype.name}/">${t.all} (${count})</a>`
          : "";
      return html`
<section class="card">
<h2>${limetype.localname.plural} <span class="count">${count}</span></h2>
${count === 0 ? html`<p class="empty">${t.none}</p>` : html`${this.#links(limetype, rows)}${all}`}
</section>`;
    });
    return this.#page({ title: t.overview, main: html`<h1>${t.overview}</h1><div class="cards">${cards}</div>` });
  }

  /** The objects of a limetype, the newest first. */
  list(limetype: Limetype, offset: number): Promise<Response> {
    const { t, client } = this.#frame;
    const rows = this.#objects.select(limetype, { order: ["_id DESC"], limit: PAGE + 1, offset });
    const columns = limetype.properties.filter(({ type }) => COLUMN_TYPES.includes(type)).slice(0, MAX_COLUMNS);
    const href = (to: number): string => `${client}/object/${limetype.name}/?offset=${to}`;
    const table = html`<div class="card wide"><table>
<thead><tr><th>${limetype.localname.singular}</th>${columns.map(({ localname }) => html`<th>${localname}</th>`)}<th>${t.created}</th></tr></thead>
<tbody>${rows.slice(0, PAGE).map((row) => {
      const values = valuesOf(row);
      return html`
<tr><td>${this.#link(limetype, row)} <span class="quiet">${row._id}</span></td>${columns.map(
        (property) => html`<td>${this.#value(property, values[property.name])}</td>`,
      )}<td>${timeElement(withOffset(row.created))}</td></tr>`;
    })}
</tbody></table></div>`;
    const main = html`<h1>${limetype.localname.plural}</h1>
${rows.length === 0 ? html`<p class="empty">${t.noneHere}</p>` : table}
<p class="pages">${offset > 0 ? html`<a href="${href(Math.max(0, offset - PAGE))}">← ${t.newer}</a> ` : ""}
${rows.length > PAGE ? html`<a href="${href(offset + PAGE)}">${t.older} →</a>` : ""}</p>`;
    return this.#page({ title: limetype.localname.plural, main, current: limetype.name });
  }

  /** An object with its values, and the objects that point at it. */
  object(limetype: Limetype, row: ObjectRow): Promise<Response> {
    const { t, client } = this.#frame;
    const values = valuesOf(row);
    const own = limetype.properties.filter((property) => !isInverse(property));
    const far = limetype.properties.filter(isInverse);
    const name = nameOf(limetype, row);
    const main = html`<div class="title"><span class="avatar" aria-hidden="true">${[...limetype.localname.singular][0]}</span>
<h1><a class="kind" href="${client}/object/${limetype.name}/">${limetype.localname.singular} ${row._id}</a>${name}</h1></div>
<div class="columns">
<section class="card" aria-label="${t.details}"><dl>
${own.map(
  (property) => html`<dt>${property.localname}</dt><dd>${this.#value(property, values[property.name])}</dd>
`,
)}
<dt>${t.created}</dt><dd>${timeElement(withOffset(row.created))}</dd>
<dt>${t.changed}</dt><dd>${timeElement(withOffset(row.updated))}</dd>
</dl></section>
<div>${far.map((property) => this.#related(limetype, row, property))}</div>
</div>`;
    return this.#page({ title: name, main, current: limetype.name });
  }

  #page(options: Parameters<typeof page>[2]): Promise<Response> {
    return page(this.#origin, this.#frame, options);
  }

  #link(limetype: Limetype, row: ObjectRow): Markup {
    return html`<a href="${this.#frame.client}/object/${limetype.name}/${row._id}">${nameOf(limetype, row)}</a>`;
  }

  #links(limetype: Limetype, rows: readonly ObjectRow[]): Markup {
    return html`<ul>${rows.map((row) => html`<li>${this.#link(limetype, row)} <span class="quiet">${row._id}</span></li>`)}</ul>`;
  }

  /** The objects that point at this one: history notes with their text, documents with their file, others by name. */
  #related(limetype: Limetype, row: ObjectRow, property: Property): Markup {
    const { t } = this.#frame;
    const { related, rows } = relatedRows(this.#objects, limetype, row, property, NEWEST_FIRST);
    const shown = rows.slice(0, PAGE);
    const body =
      related.name === "history" || related.name === "document"
        ? shown.map((found) => this.#note(related, found))
        : this.#links(related, shown);
    return html`
<section class="card">
<h2>${property.localname} <span class="count">${rows.length > PAGE ? `${PAGE}+` : rows.length}</span></h2>
${rows.length === 0 ? html`<p class="empty">${t.none}</p>` : body}
${rows.length > PAGE ? html`<p class="quiet">${t.more}</p>` : ""}
</section>`;
  }

  #note(related: Limetype, row: ObjectRow): Markup {
    const values = valuesOf(row);
    const note = values.note;
    const isTruncated = typeof note === "string" && note.length > MAX_NOTE;
    const others = related.properties
      .filter((property) => property.name !== "note" && !isRelation(property))
      .filter(({ name }) => values[name] !== null && values[name] !== "")
      .map((property) => html`<span>${this.#value(property, values[property.name])}</span> `);
    return html`<article class="note">
<div class="quiet"><a href="${this.#frame.client}/object/${related.name}/${row._id}">${related.localname.singular} ${row._id}</a> ${others}</div>
${typeof note === "string" ? html`<div class="text">${isTruncated ? `${note.slice(0, MAX_NOTE).toWellFormed()}...` : note}</div>` : ""}
</article>`;
  }

  #value(property: Property, stored: StoredValues[string] | undefined): Markup | string {
    const { t } = this.#frame;
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
        return html`<a href="${this.#frame.client}/file/${id}" download>${filename}</a> <span class="quiet">${size} ${t.bytes}</span>`;
      }
      case "option":
        return (value as { text: string; key: string }).text === ""
          ? empty
          : html`<span class="option">${(value as { text: string }).text}</span>`;
      case "set":
        return (value as { text: string }[]).map(({ text }) => text).join(", ");
      case "yesno":
        return value === true ? t.yes : t.no;
      case "time":
        return timeElement(String(value));
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
