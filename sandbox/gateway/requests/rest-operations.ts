import type { RequestHead } from "../wire-request";
import OPERATIONS from "./rest-routes.json";

/** Where the API model of a service has an operation: `GET /{Bucket}/{Key+}?annotation&annotationName`. */
interface Route {
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
  /** Query parameters that must be there, with this value where one is given. */
  readonly query: ReadonlyMap<string, string | undefined>;
  readonly literalSegments: number;
}

/** Most particular first: `?analytics&id` before `?analytics`, `/functions` before `/{Name}`. */
const ROUTES: ReadonlyMap<string, readonly Route[]> = new Map(
  Object.entries(OPERATIONS).map(([service, operations]) => [
    service,
    Object.entries(operations)
      .map(([place, operation]) => route(place, operation))
      .sort((a, b) => b.query.size - a.query.size || b.literalSegments - a.literalSegments),
  ]),
);

function route(place: string, operation: string): Route {
  const [method, uri] = place.split(" ");
  const [path, query = ""] = uri.split("?");
  const segments = path.replace(/(?<=.)\/$/, "").split("/");
  const pattern = segments.map((segment) =>
    segment.endsWith("+}") ? ".+" : segment.startsWith("{") ? "[^/]+" : segment,
  );
  const parameters = query.split("&").filter((parameter) => parameter !== "");
  return {
    operation,
    method,
    path: new RegExp(`^${pattern.join("/")}/?$`),
    query: new Map(parameters.map((parameter) => parameter.split("=") as [string, string | undefined])),
    literalSegments: segments.filter((segment) => !segment.startsWith("{")).length,
  };
}

/**
 * Name of the operation a request is by the API model of Lambda, S3 or EventBridge Scheduler; of a request the model doesn't have,
 * its method and path.
 *
 * @param subresource a query parameter that decides the operation: one without it is not meant.
 */
export function restOperation(service: string, head: RequestHead, subresource?: string): string {
  const { method, path, query } = head;
  const found = ROUTES.get(service)?.find(
    (candidate) =>
      candidate.method === method &&
      candidate.path.test(path) &&
      (subresource === undefined || candidate.query.has(subresource)) &&
      [...candidate.query].every(([name, value]) =>
        value === undefined ? query.has(name) : query.get(name) === value,
      ),
  );
  return found?.operation ?? `${method} ${path}${subresource === undefined ? "" : `?${subresource}`}`;
}
