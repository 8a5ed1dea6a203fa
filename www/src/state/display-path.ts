import { PathError, pointerToPath } from "userlike-limeobject";

/** Returns a JSON pointer as a path that can be pasted into the mapping; unchanged when it cannot be written as one. */
export function displayPath(pointer: string): string {
  try {
    return pointerToPath(pointer);
  } catch (error) {
    if (error instanceof PathError) return pointer;
    throw error;
  }
}
