// Short notifications at the edge of the page that disappear after some seconds.

import { link } from "../elements/link.ts";
import { element } from "../platform/dom.ts";
import { icon } from "./icon.ts";

export type ToastKind = "success" | "error" | "info";

export interface ToastLink {
  text: string;
  url: string;
}

const VISIBLE_SECONDS: Record<ToastKind, number> = { success: 8, info: 6, error: 15 };

/** Container of the toasts and live region for screen readers. */
const host = element("div", { class: "toasts", role: "status", "aria-live": "polite" });

export function toast(message: string, kind: ToastKind = "info", to?: ToastLink): void {
  if (!host.isConnected) document.body.append(host);
  const close = element("button", { type: "button", class: "toast-close" }, icon("cancel", "×"));
  const toastElement = element(
    "div",
    { class: `toast ${kind}` },
    icon(kind === "success" ? "checked" : kind === "error" ? "error" : "info"),
    element("p", { dir: "auto" }, message),
    to && link(to.url, to.text),
    close,
  );
  const remove = () => toastElement.remove();
  let timer = setTimeout(remove, VISIBLE_SECONDS[kind] * 1000);
  // Hovering or focusing a toast keeps it open.
  for (const event of ["pointerenter", "focusin"]) toastElement.addEventListener(event, () => clearTimeout(timer));
  for (const event of ["pointerleave", "focusout"]) {
    toastElement.addEventListener(event, () => {
      clearTimeout(timer);
      timer = setTimeout(remove, 4000);
    });
  }
  close.addEventListener("click", remove);
  host.append(toastElement);
  if (host.childElementCount > 3) host.firstElementChild?.remove();
}
