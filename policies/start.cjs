require("./typescript.cjs");
require("./pack");
