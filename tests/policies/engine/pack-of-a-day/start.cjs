require("../../../../policies/typescript.cjs");
require("./pack");
