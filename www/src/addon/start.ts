import { MessageChannel } from "./message-channel.ts";

/** Whether the page is Userlike's custom add-on: then it listens from now on. Else null. */
export const channel = new URLSearchParams(location.search).has("addon") ? new MessageChannel() : null;
