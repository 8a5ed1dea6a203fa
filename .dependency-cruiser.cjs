// The arrows of DESIGN.md for TypeScript: what may import what. `make lint` checks them.

// Unpacked by the build, which this check does not wait for.
const PACKAGE = "^userlike-limeobject(/|$)";

/**
 * The layers of a room, lowest first: no layer may import a higher one.
 *
 * @param {string} room Folder of the room: "edge/src"
 * @param {string[]} layers Regular expressions of paths inside the room
 */
const layers = (room, layers) =>
  layers.slice(0, -1).map((layer, index) => ({
    name: `${room}: ${layer} imports nothing above it`,
    severity: "error",
    from: { path: `^${room}/${layer}` },
    to: { path: layers.slice(index + 1).map((higher) => `^${room}/${higher}`) },
  }));

/**
 * A room imports itself, libraries, and these other rooms only.
 *
 * @param {string} room
 * @param {string[]} others
 */
const closed = (room, others = []) => ({
  name: `${room} imports ${["itself", "libraries", ...others].join(", ")} only`,
  severity: "error",
  from: { path: `^${room}/` },
  to: {
    pathNot: [`^${room}/`, "node_modules/", PACKAGE, "^cloudflare:", ...others.map((other) => `^${other}/`)],
    dependencyTypesNot: ["core"],
  },
});

module.exports = {
  forbidden: [
    { name: "no circles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no import that leads nowhere",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: [PACKAGE, "^cloudflare:", "/generated/", "/wasm/"] },
    },
    {
      name: "the contract has types and tables only",
      severity: "error",
      from: { path: "^contract/" },
      to: { pathNot: "^contract/", dependencyTypesNot: ["type-only"] },
    },
    closed("pkg"),
    closed("sandbox"),
    closed("edge", ["contract"]),
    closed("www", ["contract"]),
    ...layers("edge/src", ["platform/", "crm/", "objects/", "routes/", "index\\.ts$"]),
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^pkg/(dist|wasm)/", "\\.d\\.ts$"] },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["browser", "import", "types", "default"],
    },
  },
};
