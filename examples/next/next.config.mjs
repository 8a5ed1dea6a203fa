export default { serverExternalPackages: ["userlike-limeobject"] };
