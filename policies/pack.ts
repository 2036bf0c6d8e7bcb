import { startPack } from "./engine/start-pack";

/** What `pulumi preview --policy-pack policies` asks. */
startPack(() => new Date());
