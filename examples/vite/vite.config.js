export default { optimizeDeps: { exclude: ["userlike-limeobject"] }, build: { target: "es2022" } };
