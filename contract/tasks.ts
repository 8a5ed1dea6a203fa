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
  "recover-limeobject",
  "update-limeobject",
  "connect",
  "verify-connection",
  "release-limeobject",
  "newest-note",
  "create-note",
  "recover-note",
  "find-document",
  "upload-file",
  "create-document",
] as const;

export type TaskName = (typeof TASK_NAMES)[number];
