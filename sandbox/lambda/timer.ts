/** A time-out that can be raced against other promises. */
export function timer(milliseconds: number): { readonly elapsed: Promise<"elapsed">; cancel(): void } {
  let handle: NodeJS.Timeout;
  const elapsed = new Promise<"elapsed">((resolve) => {
    handle = setTimeout(() => {
      resolve("elapsed");
    }, milliseconds);
  });
  return {
    elapsed,
    cancel: () => {
      clearTimeout(handle);
    },
  };
}
