import { startPack } from "../../../../policies/engine/start-pack";
import { DURING_THE_WAIVERS } from "../../during-the-waivers";

startPack(() => DURING_THE_WAIVERS);
