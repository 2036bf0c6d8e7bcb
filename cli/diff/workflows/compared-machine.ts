import type { PairedMachine } from "./pairing/pair-machines";
import type { PairedState } from "./pairing/pair-graphs";
import type { MachineChange, StateChange } from "./workflow-change";

/** A machine of either revision, with everything that is known of its difference. */
export interface ComparedMachine {
  readonly machine: PairedMachine;
  readonly change: MachineChange;
  readonly changedStates: ReadonlyMap<PairedState, StateChange>;
}
