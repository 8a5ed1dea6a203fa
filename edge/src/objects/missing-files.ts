import type { FindingCode } from "userlike-limeobject";
import type { Receipt } from "userlike-limeobject/delivery";

/** What a delivery reports of a file for which it created no document. */
const MISSING: ReadonlySet<FindingCode> = new Set(["file-unavailable", "media-unusable"]);

/** Returns the number of files of a conversation that a delivery could not attach. */
export const missingFiles = ({ findings }: Receipt): number => findings.filter(({ code }) => MISSING.has(code)).length;
