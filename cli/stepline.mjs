#!/usr/bin/env node
import { checkNode } from "./install/toolchain.mjs";
import { endWith } from "./install/message.mjs";
import { stepline } from "./stepline/dispatch.mjs";

await endWith(() => {
  checkNode();
  return stepline(process.argv.slice(2));
});
