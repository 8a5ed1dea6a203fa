// What the roles of a preview are called for a person.

import type { Preview } from "userlike-limeobject";

export type Role = Preview["objects"][number]["role"];

const words: Record<Role, string> = {
  ulconversation: "link to the conversation",
  limeobject: "limeobject",
  history: "history note",
  document: "document",
  person: "person",
  company: "company",
  coworker: "coworker",
};

export function roleName(role: Role): string {
  return words[role];
}

/** The id of the element that shows the first object, or the lookup, with this role. */
export function roleId(role: Role): string {
  return `role-${role}`;
}
