import { html } from "hono/html";
import type { ApiError } from "./api-error.ts";

export type Markup = ReturnType<typeof html>;

const POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A page of the web client. Everything in it is escaped and nothing runs: it shows what anonymous visitors wrote. */
export async function page(
  client: string,
  title: string,
  main: Markup | Markup[],
  status = 200,
  headers = {},
): Promise<Response> {
  const document = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title} · Sandbox Lime CRM</title>
<link rel="stylesheet" href="${client}/style.css">
</head>
<body>
<header><a href="${client}/">Sandbox Lime CRM</a></header>
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

/** Path of the web client of an application, as in "/sandbox/client". */
export const clientPath = (applicationUrl: string): string => `${new URL(applicationUrl).pathname}client`;

export const errorPage = ({ status, message, headers }: ApiError, applicationUrl: string): Promise<Response> =>
  page(clientPath(applicationUrl), `${status}`, html`<h1>${status}</h1><p>${message}</p>`, status, headers);
