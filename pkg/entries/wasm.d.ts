// What the entry points `./wasm` and `./delivery/wasm` are to TypeScript. What an import of the file gives differs: workerd
// gives the compiled module, a bundler what it was told to. Its place is `import.meta.resolve`'s to tell, everywhere.

declare const module: WebAssembly.Module;
export default module;
