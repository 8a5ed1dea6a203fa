// Type of `userlike-limeobject/wasm` and `userlike-limeobject/delivery/wasm` in TypeScript. At run time an import of them
// depends on the tool: workerd returns the compiled module, a bundler what its loader is configured to return. The file's
// location is always available from `import.meta.resolve`.

declare const module: WebAssembly.Module;
export default module;
