/**
 * Requests that are answered with something that loads the module when it is first used. Pulumi needs these two only to make
 * a Lambda function of a callback, and they are a third of the time that loading Pulumi takes.
 */
const DEFERRED = new Set(["@npmcli/arborist", "../../typescript-shim"]);
const REQUESTER = /[/\\]@pulumi[/\\]pulumi[/\\]runtime[/\\]closure[/\\]/;

/** Whether a module's request can wait. */
export function isDeferred(request, requester) {
  return DEFERRED.has(request) && REQUESTER.test(requester);
}

/** Stands for the exports of a module until one of them is asked for. */
export function deferredExports(load) {
  const exports = () => load();
  return new Proxy(
    {},
    {
      // TypeScript's import helper asks for this first, and copies everything when it isn't set.
      get: (_target, name) => (name === "__esModule" ? true : exports()[name]),
      has: (_target, name) => name in exports(),
    },
  );
}
