import assert from "node:assert/strict";
import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";

import { sendSigned, signedHeaders, type SignedRequest } from "../../sandbox/signed-request";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "SECRET", sessionToken: "TOKEN" };

const request = (url: string): SignedRequest => ({
  method: "GET",
  url,
  service: "s3",
  region: "eu-west-1",
  credentials,
});

describe("signedHeaders", () => {
  it("signs as the AWS SDK does", () => {
    // Signature made with SignatureV4 of @smithy/signature-v4, uriEscapePath false, for this request and date.
    const url = "http://127.0.0.1:8080/raw/a%20b/c%2Bd.csv?versionId=x%20y&a=1";
    assert.deepEqual(signedHeaders(request(url), new Date("2026-11-22T10:11:12Z")), {
      "x-amz-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "x-amz-date": "20261122T101112Z",
      "x-amz-security-token": "TOKEN",
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/eu-west-1/s3/aws4_request, " +
        "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, " +
        "Signature=95da5a00ad9ece48981455054729912579ce685240350b845e643becce4cc239",
    });
  });
});

describe("sendSigned", () => {
  for (const [status, body, name, message] of [
    [
      403,
      "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
      "AccessDenied",
      "Access Denied",
    ],
    [
      400,
      '{"__type":"com.amazonaws.logs#ResourceNotFoundException","message":"no group"}',
      "ResourceNotFoundException",
      "no group",
    ],
    [502, "", "HTTP 502", "Bad Gateway"],
  ] as const) {
    it(`throws ${name} for a ${status} with body ${body.slice(0, 8)}`, async () => {
      const server = http
        .createServer((_, response) => response.writeHead(status).end(body))
        .listen(0, "127.0.0.1");
      await once(server, "listening");
      try {
        const { port } = server.address() as AddressInfo;
        await assert.rejects(sendSigned(request(`http://127.0.0.1:${port}/`)), {
          name,
          message,
          statusCode: status,
        });
      } finally {
        server.closeAllConnections();
        server.close();
      }
    });
  }
});
