import { type Context, Hono } from "hono";
import { addressOf } from "./address.ts";
import { ApiError } from "./api-error.ts";
import type { FileStore } from "./file-store.ts";
import type { ObjectStore } from "./object-store.ts";
import { clientPath } from "./page.ts";
import { STYLE } from "./page-style.ts";
import { TIMES_SCRIPT } from "./page-times.ts";
import { View } from "./page-view.ts";

/** The web client: pages that show the objects and files of an application. */
export function pageRoutes(objects: ObjectStore, files: FileStore): Hono {
  const pages = new Hono({ strict: false });
  const viewOf = ({ req: { raw } }: Context): View => new View(objects, files, raw, clientPath(addressOf(raw).base));

  pages.get("/style.css", () => asset(STYLE, "text/css"));

  pages.get("/times.js", () => asset(TIMES_SCRIPT, "text/javascript"));

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

function asset(text: string, type: string): Response {
  return new Response(text, {
    headers: {
      "content-type": `${type}; charset=utf-8`,
      "cache-control": "max-age=3600",
      "x-content-type-options": "nosniff",
    },
  });
}
