// The arrows of DESIGN.md for TypeScript: what may import what. `make lint` checks them.

// Unpacked by the build, which this check does not wait for.
const PACKAGE = "^userlike-limeobject(/|$)";

/** Imports that can be resolved after the build only, or by workerd only. */
const BUILT = [PACKAGE, "/generated/", "/wasm/", "^cloudflare:"];

/**
 * The layers of a room, lowest first: no layer may import a higher one.
 *
 * @param {string} room Folder of the room: "edge/src"
 * @param {string[]} layers Regular expressions of paths inside the room
 */
const layers = (room, layers) => [
  ...layers.slice(0, -1).map((layer, index) => ({
    name: `${room}: ${layer} imports nothing above it`,
    severity: "error",
    from: { path: `^${room}/${layer}` },
    to: { path: layers.slice(index + 1).map((higher) => `^${room}/${higher}`) },
  })),
  {
    name: `${room}: every file is in a layer`,
    severity: "error",
    from: { path: `^${room}/`, pathNot: layers.map((layer) => `^${room}/${layer}`) },
    to: {},
  },
];

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
    pathNot: [`^${room}/`, "node_modules/", ...BUILT, ...others.map((other) => `^${other}/`)],
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
      to: { couldNotResolve: true, pathNot: BUILT },
    },
    {
      name: "the contract has types and tables only",
      severity: "error",
      from: { path: "^contract/" },
      to: { pathNot: ["^contract/", PACKAGE], dependencyTypesNot: ["type-only"] },
    },
    closed("pkg"),
    {
      name: "the package's modules do not import its command line or its entry points",
      severity: "error",
      from: { path: "^pkg/src/", pathNot: "^pkg/src/(cli|entrypoints)/" },
      to: { path: "^pkg/src/(cli|entrypoints)/" },
    },
    closed("sandbox"),
    ...layers("sandbox", ["src/", "(worker|node)/"]),
    closed("shared"),
    closed("edge", ["contract", "shared"]),
    closed("www", ["contract", "shared"]),
    ...layers("edge/src", ["platform/", "(crm|userlike)/", "objects/", "routes/", "index\\.ts$"]),
    ...layers("www/src", [
      "platform/",
      "i18n/",
      "state/",
      "api/",
      "(preview|elements)/",
      "views/",
      "(shell|addon)/",
      "(main|boot)\\.tsx$",
    ]),
    {
      name: "no view of the page imports another view",
      severity: "error",
      from: { path: "^www/src/views/([^/]+)/" },
      to: { path: "^www/src/views/[^/]+/", pathNot: "^www/src/views/$1/" },
    },
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
