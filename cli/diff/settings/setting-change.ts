/** Of what `environments/` and the stack's configuration come to. */
export interface SettingChange {
  /** `warehouse.maxCapacityRpu` */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** Weaker protection, less retention of logs, nobody notified: what a reviewer should ask about. */
  readonly caution?: string;
}
