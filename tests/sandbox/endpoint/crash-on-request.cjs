/** Loaded into the endpoint's process: a fault nobody catches, whenever the test wants it. */
process.on("SIGUSR2", () => {
  setImmediate(() => {
    throw new Error("a fault of this test");
  });
});
