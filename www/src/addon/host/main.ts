// Simulated Message Center: embeds the add-on, posts the same messages as the real one, and shows its toasts.
// `?order=transcript,contact` sets which messages are posted after loading, and in which order.

import example from "userlike-limeobject/examples/conversation.json";
import { EVENTS } from "../protocol.ts";
import { conversationOf, type Entry, message } from "./sample.ts";

type MessageKind = keyof typeof EVENTS;

const { contact, conversation, operator, transcript } = conversationOf(example);
const payloads: Record<MessageKind, () => unknown> = {
  contact: () => contact,
  conversation: () => conversation,
  operator: () => operator,
  transcript: () => transcript,
};

const frame = byId("addon") as HTMLIFrameElement;
const chat = byId("chat");
const order = new URLSearchParams(location.search).get("order")?.split(",") ?? Object.keys(EVENTS);
/** Add-on page on the same origin; another origin would have to permit this one. */
const page = new URL("./?addon", location.href);

frame.addEventListener("load", () => {
  for (const about of order) if (about in payloads) send(about as MessageKind);
});
frame.src = page.href;

function send(about: MessageKind): void {
  const name = EVENTS[about];
  frame.contentWindow?.postMessage({ name, payload: payloads[about]() }, page.origin);
  logLine(`→ ${name}`);
}

window.addEventListener("message", ({ data, origin, source }) => {
  if (source !== frame.contentWindow || origin !== page.origin) return;
  const { name, payload } = (data ?? {}) as { name?: unknown; payload?: { message?: unknown; status?: unknown } };
  if (name !== "toast") return;
  logLine(`← toast: ${String(payload?.status)}`);
  const toastElement = document.createElement("p");
  toastElement.className = payload?.status === "success" ? "toast success" : "toast error";
  toastElement.textContent = String(payload?.message);
  byId("toasts").append(toastElement);
  setTimeout(() => toastElement.remove(), 15_000);
});

const composer = byId("composer") as HTMLFormElement;
composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const field = byId("text") as HTMLInputElement;
  const text = field.value.trim() || "Hello?";
  const from = (event.submitter as HTMLButtonElement | null)?.value === "operator" ? "operator" : "contact";
  transcript.push(message(transcript, from, text));
  field.value = "";
  show();
  send("transcript");
});

for (const button of document.querySelectorAll<HTMLElement>("[data-send]"))
  button.addEventListener("click", () => send(button.dataset.send as MessageKind));
byId("reload").addEventListener("click", () => {
  frame.src = page.href;
});

function show(): void {
  const items = transcript.filter(({ type }) => type === "message").map(bubble);
  byId("messages").replaceChildren(...items);
  // The box is reversed: this is its end.
  chat.scrollTop = 0;
}

function bubble({ sender, body, operator_name }: Entry): HTMLElement {
  const item = document.createElement("li");
  const byOperator = sender?.type === "operator";
  item.className = byOperator ? "from-operator" : "from-contact";
  const name = document.createElement("strong");
  name.textContent = byOperator ? operator_name : String(contact.name);
  const bodyElement = document.createElement("p");
  bodyElement.textContent = body;
  item.append(name, bodyElement);
  return item;
}

function logLine(text: string): void {
  const item = document.createElement("li");
  item.textContent = text;
  byId("log").append(item);
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`addon-host.html has no element with the id ${id}`);
  return found;
}

// Makes it scrollable by keyboard.
chat.tabIndex = 0;
show();
