import { HostConnection } from "./host-connection.ts";

/** Message channel when the page runs as an add-on, which listens from now on; otherwise null. */
export const channel = new URLSearchParams(location.search).has("addon") ? new HostConnection() : null;
