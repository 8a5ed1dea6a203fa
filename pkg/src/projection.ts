// The members of a payload that its preview depends on, as the crate names them.

/** True: everything. False: nothing. */
export type Projection = boolean | Node;

interface Node {
  /** Projections by key. Filled with what was found for other keys. */
  readonly keys: Map<string, Projection>;
  /** Projection of the items of a list. */
  readonly items?: Projection;
  /** Whether any other key can be one that only looks like a key of the projection. */
  readonly alike: boolean;
  /** Keys of the object that was read before, and their projections: most objects of a list have the same keys in the same order. */
  readonly lastKeys: string[];
  readonly lastProjections: Projection[];
}

/** The projection as JSON. */
type Written = true | { keys: Record<string, Written>; items?: Written; alike?: true };

/** Other keys that are remembered. */
const MAX_OTHERS = 256;
/** Keys that look like no other key of the same kind. */
const PLAIN = /^[!-~]+$/;

export function readProjection(json: string): Projection {
  return read(JSON.parse(json) as Written);
}

function read(written: Written): Projection {
  if (written === true) return true;
  const { keys, items, alike = false } = written;
  return {
    keys: new Map(Object.entries(keys).map(([key, kept]) => [key, read(kept)])),
    ...(items === undefined ? {} : { items: read(items) }),
    alike,
    lastKeys: [],
    lastProjections: [],
  };
}

/** Returns at least what the projection names of the member at `key`, which is at this place in its object. */
export function projected(node: Node, key: string, place: number): Projection {
  // Compared by identity where the engine has one string for each key.
  if (node.lastKeys[place] === key) return node.lastProjections[place] as Projection;
  const kept = find(node, key);
  if (place < MAX_OTHERS) {
    node.lastKeys[place] = key;
    node.lastProjections[place] = kept;
  }
  return kept;
}

function find(node: Node, key: string): Projection {
  const known = node.keys.get(key);
  if (known !== undefined) return known;
  const kept = node.alike || !PLAIN.test(key);
  if (node.keys.size < MAX_OTHERS) node.keys.set(key, kept);
  return kept;
}
