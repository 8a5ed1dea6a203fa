import { html } from "hono/html";
import type { ApiError } from "./api-error.ts";
import type { Limetype } from "./limetypes.ts";
import { acceptedLanguage, type PageLanguage, type PageTexts, textsIn } from "./page-texts.ts";

export type Markup = ReturnType<typeof html>;

/** Where and how a page is shown. */
export interface Frame {
  /** Path of the web client, as in "/sandbox/client". */
  client: string;
  language: PageLanguage;
  t: PageTexts;
  /** Limetypes of the navigation, with the numbers of their objects. */
  limetypes: readonly { limetype: Limetype; count: number }[];
}

export function frameOf(request: Request, client: string, limetypes: Frame["limetypes"] = []): Frame {
  const language = acceptedLanguage(request.headers.get("accept-language"));
  return { client, language, t: textsIn(language), limetypes };
}

/** The only script is the one that shows times; what visitors wrote is escaped and cannot run. */
const policy = (script: string): string =>
  `default-src 'none'; style-src 'self'; script-src ${script}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

interface PageOptions {
  title: string;
  main: Markup | Markup[];
  /** Name of the limetype that is shown. */
  current?: string;
  status?: number;
  headers?: Record<string, string>;
}

/** A page of the web client. Everything in it is escaped: it shows what anonymous visitors wrote. */
export async function page(
  origin: string,
  { client, language, t, limetypes }: Frame,
  { title, main, current, status = 200, headers = {} }: PageOptions,
): Promise<Response> {
  const currentPage = (name: string | undefined) => (name === current ? html` aria-current="page"` : "");
  const document = await html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title} · Sandbox Lime CRM</title>
<link rel="stylesheet" href="${client}/style.css">
<script type="module" src="${client}/times.js"></script>
</head>
<body>
<header>
<a class="product" href="${client}/"><span class="mark" aria-hidden="true">L</span>Lime CRM</a>
<span class="badge">${t.sandbox}</span>
</header>
<div class="frame">
<nav aria-label="${t.limetypes}">
<ul>
<li><a href="${client}/"${currentPage(undefined)}>${t.overview}</a></li>
${limetypes.map(
  ({
    limetype,
    count,
  }) => html`<li><a href="${client}/object/${limetype.name}/"${currentPage(limetype.name)}>${limetype.localname.plural} <span class="count">${count}</span></a></li>
`,
)}</ul>
</nav>
<main>
${main}
</main>
</div>
</body>
</html>
`;
  return new Response(document.toString(), {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy(`${origin}${client}/times.js`),
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      vary: "accept-language",
      ...headers,
    },
  });
}

/** Path of the web client of an application, as in "/sandbox/client". */
export const clientPath = (applicationUrl: string): string => `${new URL(applicationUrl).pathname}client`;

export const errorPage = (
  { status, message, headers }: ApiError,
  applicationUrl: string,
  request: Request,
): Promise<Response> =>
  page(new URL(applicationUrl).origin, frameOf(request, clientPath(applicationUrl)), {
    title: `${status}`,
    main: html`<h1>${status}</h1><p>${message}</p>`,
    status,
    headers,
  });
