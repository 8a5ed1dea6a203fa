import { Inbox } from "./message-channel.ts";

/** Whether the page is Userlike's custom add-on: then it listens from now on. Else null. */
export const inbox = new URLSearchParams(location.search).has("addon") ? new Inbox() : null;
