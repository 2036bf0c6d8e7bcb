// Pulumi starts a pack with ts-node and checks its types, which takes longer than a preview. Types are CI's work, as in
// Pulumi.yaml: the pack is transpiled, with the settings of the project's own tsconfig.json.
delete require.extensions[".ts"];
require("ts-node").register({ project: require.resolve("../tsconfig.json"), transpileOnly: true, swc: true });
