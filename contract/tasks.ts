/** Names of the tasks of a delivery. */
export const TASK_NAMES = [
  "lookup",
  "find-ulconversation",
  "create-ulconversation",
  "read-ulconversation",
  "read-limeobject",
  "find-limeobject",
  "newest-limeobject",
  "create-limeobject",
  "settle-limeobject",
  "update-limeobject",
  "connect",
  "verify-connection",
  "leave-limeobject",
  "newest-note",
  "create-note",
  "settle-note",
  "find-document",
  "upload-file",
  "create-document",
  "finished",
] as const;

export type TaskName = (typeof TASK_NAMES)[number];
