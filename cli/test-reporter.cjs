const fs = require("node:fs");
const Mocha = require("mocha");

/** Mocha's own spec reporter, which also leaves its totals in $STEPLINE_MOCHA_TOTALS as JSON. */
module.exports = class TotalsReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      const totals = { passed: passes, failed: failures, skipped: pending };
      fs.writeFileSync(process.env.STEPLINE_MOCHA_TOTALS, JSON.stringify(totals));
    });
  }
};
